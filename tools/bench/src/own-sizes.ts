import { measureBundle } from "./bundle-size.ts";
import type { Row } from "./row.ts";

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

/**
 * What our own packages weigh, everything in one file.
 *
 * @param folder Where the packages are installed.
 * @param entries How many operations and arguments the client has.
 */
export async function measureOwnSizes(folder: string, entries?: number): Promise<Row[]> {
  const row = async (what: string, program: keyof typeof programs, atMost?: number): Promise<Row> => ({
    group: "size",
    what,
    unit: "B gzip",
    peers: [],
    exact: true,
    ...(atMost !== undefined && { goal: { atMost } }),
    reached: (await measureBundle(programs[program], { folder })).gzip,
  });
  /** A program that has every operation, so that it grows with the document. */
  const whole = async (what: string, program: keyof typeof programs, atMost?: number): Promise<Row> => ({
    ...(await row(what, program, atMost)),
    ...(entries !== undefined && { entries }),
  });
  const operation = await row("the same send without types", "operation");
  const typedEvent = await row("one typed event, above the same send without types", "typedEvent", 500);
  return [
    { ...typedEvent, reached: typedEvent.reached - operation.reached },
    await row("types of a browser's connection", "typedConnection", 200),
    await row("one send, no auth", "anonymous", 3700),
    await row("one send with a token credential", "entra", 4900),
    await row("one send with an access key", "accessKey", 5900),
    await row("one send with a connection string", "connectionString"),
    await whole("all methods, no auth", "methods", 5600),
    await whole("all methods with a connection string", "signedMethods"),
    {
      group: "size",
      what: "types package at run time",
      unit: "B",
      peers: [],
      exact: true,
      goal: { atMost: 0 },
      reached: (await measureBundle(programs.types, { folder })).minified,
    },
  ];
}
