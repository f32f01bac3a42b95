import { join } from "node:path";
import { measureBundle } from "./bundle-size.ts";
import { importPackage, packagesFolder } from "./packages.ts";
import type { Row } from "./row.ts";
import { measureCalls, type OperationTable } from "./type-cost.ts";

/** What a send takes, as a program of the client ends. */
export const sendArguments = `{ hub: "chat", body: { target: "newMessage", arguments: ["hi"] } }`;

// Every program gets address and key from outside, as an application does; a literal would compress away.
const oneSend = (imports: string, parameters: string, context: string) => `
  import { createSignalRServiceContext, sendToAll } from "@x/fetch-client/operations";
  ${imports}
  export const run = (${parameters}) => sendToAll(${context}, ${sendArguments});`;
const withCredential = (credential: string, secret: string) =>
  oneSend(
    `import { ${credential}, createAuthMiddleware } from "@x/auth";`,
    "endpoint: string, secret: never",
    `createSignalRServiceContext({ endpoint, middleware: [createAuthMiddleware(${credential}(${secret}))] })`,
  );

const programs = {
  anonymous: oneSend("", "endpoint: string", "createSignalRServiceContext({ endpoint })"),
  accessKey: withCredential("accessKeyCredential", "{ key: secret }"),
  entra: withCredential("entraCredential", "secret"),
  connectionString: oneSend(
    `import { contextFromConnectionString } from "@x/auth";`,
    "text: string",
    "contextFromConnectionString(text)",
  ),
  operation: `
    import { contextFromConnectionString } from "@x/auth";
    import { sendToGroup } from "@x/fetch-client/operations";
    export const run = (text: string, item: unknown) => sendToGroup(contextFromConnectionString(text), {
      hub: "todo", group: "kitchen", body: { target: "itemAdded", arguments: [item] },
    });`,
  typedEvent: `
    import { createHub } from "@x/hub";
    interface Todo { events: { itemAdded(item: unknown): void } }
    export const run = (connectionString: string, item: unknown) =>
      createHub<Todo>({ connectionString, hub: "todo" }).group("kitchen").send("itemAdded", item);`,
  typedConnection: `
    import { typedConnection } from "@x/hub/client";
    export const run = (connection: never) => typedConnection<{ events: { itemAdded(): void } }>(connection);`,
  methods: `export { createSignalRServiceClient } from "@x/fetch-client";`,
  signedMethods: `export { fromConnectionString } from "@x/auth";`,
  types: `import type { PayloadMessage } from "@x/types"; import "@x/types"; import "@x/types/2024-12-01";`,
} as const;

/** What our own packages weigh, everything in one file. */
export async function measureOwnSizes(): Promise<Row[]> {
  const gzip = async (program: keyof typeof programs) =>
    (await measureBundle(programs[program], packagesFolder)).gzip;
  const row = async (what: string, program: keyof typeof programs, atMost?: number): Promise<Row> => ({
    group: "size",
    what,
    unit: "B gzip",
    peers: [],
    ...(atMost !== undefined && { goal: { atMost } }),
    reached: await gzip(program),
    exact: true,
  });
  const typedEvent = await row("one typed event, above the same send without types", "typedEvent", 500);
  const table = await importOperationTable();
  // Programs with every operation grow with the document.
  const entries = Object.values(table).reduce(
    (sum, { parameters = {} }) => sum + 1 + Object.keys(parameters).length,
    0,
  );
  return [
    { ...typedEvent, reached: typedEvent.reached - (await gzip("operation")) },
    await row("types of a browser's connection", "typedConnection", 200),
    await row("one send, no auth", "anonymous", 3700),
    await row("one send with a token credential", "entra", 4900),
    await row("one send with an access key", "accessKey", 5900),
    await row("one send with a connection string", "connectionString"),
    { ...(await row("all methods, no auth", "methods", 5600)), entries },
    { ...(await row("all methods with a connection string", "signedMethods")), entries },
    {
      ...(await row("types package at run time", "types", 0)),
      unit: "B",
      reached: (await measureBundle(programs.types, packagesFolder)).minified,
    },
  ];
}

/** What one call of every operation costs the compiler, and how many it rejects when each has a key that does not exist. */
export async function measureOwnTypes(): Promise<Row[]> {
  const table = await importOperationTable();
  const styles = { methods: "@x/fetch-client", functions: "@x/fetch-client/operations" } as const;
  return (["methods", "functions"] as const).flatMap((style): Row[] => {
    const cost = measureCalls(join(packagesFolder, "programs"), style, styles[style], table);
    const common = { group: "types", peers: [], exact: true };
    return [
      {
        ...common,
        what: `one call of every ${style.slice(0, -1)}`,
        unit: "instantiations",
        goal: { atMost: 500 },
        entries: Object.keys(table).length,
        reached: cost.instantiations,
      },
      {
        ...common,
        what: `broken calls of ${style} rejected`,
        unit: "%",
        goal: { atLeast: 100 },
        reached: cost.rejected,
      },
    ];
  });
}

export async function importOperationTable(): Promise<OperationTable> {
  return ((await importPackage("@x/fetch-client")) as { operationTable: OperationTable }).operationTable;
}
