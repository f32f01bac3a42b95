import type { ExampleCall } from "./example-calls.ts";

/** A program that costs what TypeScript and its libraries cost. */
export const emptyProgram = "export {};\n";

export interface ProgramOptions {
  readonly calls: readonly ExampleCall[];
  /** Where the client, or the types of openapi-fetch, come from. */
  readonly from: string;
  /** Adds a key that does not exist to every call, as a removed or misspelled one would be. */
  readonly broken?: boolean;
}

/** The calls with the generated client, one a line. */
export function clientProgram({ calls, from, broken = false }: ProgramOptions): string {
  const lines = calls.map(({ operationId, flat }) => {
    // An operation that takes nothing still takes options.
    const args = broken ? { ...flat, applicatio: "shop" } : flat;
    return `await client.${operationId}(${args === undefined ? "" : JSON.stringify(args)});`;
  });
  return `import { createSignalRServiceClient } from ${JSON.stringify(from)};
const client = createSignalRServiceClient({ endpoint: "https://contoso.service.signalr.net" });
${lines.join("\n")}
`;
}

/** The same calls with the function of each operation, one a line. */
export function functionsProgram({ calls, from, broken = false }: ProgramOptions): string {
  const lines = calls.map(({ operationId, flat }) => {
    const args = broken ? { ...flat, applicatio: "shop" } : flat;
    return `await ${operationId}(context${args === undefined ? "" : `, ${JSON.stringify(args)}`});`;
  });
  return `import { createSignalRServiceContext, ${calls.map(({ operationId }) => operationId).join(", ")} } from ${JSON.stringify(from)};
const context = createSignalRServiceContext({ endpoint: "https://contoso.service.signalr.net" });
${lines.join("\n")}
`;
}

/** The same calls with openapi-fetch, one a line. */
export function openapiFetchProgram({ calls, from, broken = false }: ProgramOptions): string {
  const lines = calls.map(({ openapiFetch: { method, path, init } }) => {
    const query = broken ? { ...init.params.query, applicatio: "shop" } : init.params.query;
    const given = { ...init, params: { ...init.params, query } };
    return `await client.${method}(${JSON.stringify(path)}, ${JSON.stringify(given)});`;
  });
  return `import createClient from "openapi-fetch";
import type { paths } from ${JSON.stringify(from)};
const client = createClient<paths>({ baseUrl: "https://contoso.service.signalr.net" });
${lines.join("\n")}
`;
}

/** How many lines the calls come after. */
export function linesBeforeCalls(program: string): number {
  return program.split("\n").findIndex((line) => line.startsWith("await "));
}
