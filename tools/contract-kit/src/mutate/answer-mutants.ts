import { type Document, type JsonObject, isObject } from "../document.ts";
import { type Operation, type Response as Declared, readOperations } from "../operations.ts";
import { parseJson } from "../request-observer.ts";
import { type Mutant, mayNeverOccur } from "./mutant.ts";

/** Every way to break one thing of one answer of a service, on its way to the judge. */
export function answerMutants(document: Document): Mutant[] {
  return readOperations(document).flatMap((operation) =>
    operation.responses
      .filter(({ status }) => status !== "default" && !mayNeverOccur(operation, status))
      .flatMap((declared) => mutantsOf(document, operation, declared)),
  );
}

function mutantsOf(document: Document, operation: Operation, declared: Declared): Mutant[] {
  const status = Number(declared.status);
  const make = (what: string, change: (parts: Parts) => void): Mutant => ({
    name: `${operation.operationId}: answer ${status} ${what}`,
    kind: "answer",
    subject: { operationId: operation.operationId },
    document: () => document,
    breakage: {
      of: "answer",
      async change(response) {
        if (response.status !== status) return response;
        const bytes = new Uint8Array(await response.arrayBuffer());
        const parts: Parts = {
          status,
          headers: new Headers(response.headers),
          json: bytes.length > 0 ? parseJson(bytes) : undefined,
        };
        change(parts);
        const body = parts.json === undefined ? null : JSON.stringify(parts.json);
        return new Response(body, { status: parts.status, headers: parts.headers });
      },
    },
  });

  const other = status < 300 ? 207 : Math.floor(status / 100) * 100 + 77;
  const mutants = [make(`becomes ${other}`, (parts) => (parts.status = other))];
  for (const { name, required } of declared.headers)
    if (required) mutants.push(make(`loses ${name}`, ({ headers }) => headers.delete(name)));
  const schema = declared.content.get("application/json");
  if (operation.method === "HEAD" || !schema) return mutants;
  mutants.push(
    make("gets another media type", ({ headers }) => headers.set("content-type", "text/plain")),
    make("gets an array for a body", (parts) => (parts.json = [])),
  );
  const { value } = document.resolve(schema.pointer);
  const required = isObject(value) && Array.isArray(value.required) ? value.required.map(String) : [];
  for (const key of required) {
    mutants.push(
      make(`loses the property ${key}`, ({ json }) => {
        if (isObject(json)) delete json[key];
      }),
    );
  }
  return mutants;
}

interface Parts {
  status: number;
  readonly headers: Headers;
  json: ReturnType<typeof parseJson> | JsonObject;
}
