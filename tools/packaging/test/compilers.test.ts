import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { compilers, compilersFolder } from "../../compilers/src/compilers.ts";
import { installOwnTools } from "../src/own-tools.ts";
import { run } from "../src/run.ts";
import { app } from "./installed-app.ts";

/** What runs anywhere needs no types but those of the web. */
const program = `
import { createNegotiateHandler, fromConnectionString, isSignalRAuthError } from "@x/auth";
import { API_VERSION, isSignalRServiceError, type OperationId, type SignalRServiceHub } from "@x/fetch-client";
import { createSignalRServiceClient } from "@x/fetch-client/2024-12-01";
import type { GroupMember, PayloadMessage } from "@x/types";
import type { components } from "@x/types/2024-12-01";

const message: PayloadMessage = { target: "newMessage", arguments: ["hi"] };
const sameMessage: components["schemas"]["PayloadMessage"] = message;

export async function notify(connectionString: string): Promise<readonly GroupMember[]> {
  const hub: SignalRServiceHub = fromConnectionString(connectionString).hub("chat");
  await hub.sendToUser({ user: "ada", body: sameMessage });
  await hub.sendToUser({ user: "ada", body: new Uint8Array([1]), contentType: "application/octet-stream" });
  // @ts-expect-error -- a misspelled argument
  await hub.sendToUser({ user: "ada", body: message, aplication: "shop" });
  // @ts-expect-error -- a missing argument
  await hub.sendToUser({ body: message });
  const members: GroupMember[] = [];
  try {
    for await (const member of hub.listConnectionsInGroup({ group: "team" })) members.push(member);
  } catch (error) {
    if (isSignalRServiceError(error)) console.log(error.status satisfies number, error.operationId);
    if (isSignalRAuthError(error)) console.log(error.code satisfies string);
  }
  return members;
}

export const handler: (request: Request) => Promise<Response> = createNegotiateHandler("Endpoint=…", {
  hub: "chat",
  authenticate: (request) => (request.headers.has("cookie") ? { userId: "ada" } : undefined),
});
export const client = createSignalRServiceClient({ endpoint: "http://127.0.0.1:8888" });
export const version: string = API_VERSION;
export const operation: OperationId = "sendToAll";
`;

/** Both ends of a typed hub, as an application has them; what must not compile does not. */
const hubProgram = `
import type { HubConnection } from "@microsoft/signalr";
import { createHub, groupMembers } from "@x/hub";
import { typedConnection } from "@x/hub/client";
import { createFakeHub } from "@x/hub/testing";
import { createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
import type { StandardSchema } from "@x/hub/upstream";

interface Todo {
  events: { itemAdded(text: string): void };
  clientResults: { confirmDelete(text: string): boolean };
  methods: { joinRoom(room: string): { users: string[] } };
  streams: { exportRoom(room: string): { done: number } };
}
declare const connection: HubConnection;
declare const text: StandardSchema<[string]>;
declare const number: StandardSchema<[number]>;
const todo = createHub<Todo>({ connectionString: "Endpoint=…", hub: "todo" });
const hub = typedConnection<Todo>(connection);

export async function server(): Promise<void> {
  await todo.group("kitchen", { except: ["c"] }).send("itemAdded", "milk");
  const yes: boolean = await todo.connection("c").invoke("confirmDelete", "milk");
  await groupMembers(todo, "kitchen").addUser(String(yes), { ttl: 60 });
  // @ts-expect-error -- an event that is not in the contract
  await todo.all().send("itemRemoved", "milk");
  // @ts-expect-error -- a wrong argument
  await todo.all().send("itemAdded", 1);
  // @ts-expect-error -- a wrong result
  const no: string = await todo.connection("c").invoke("confirmDelete", "milk");
  // @ts-expect-error -- a part that contracts do not have
  createHub<Todo & { asks: object }>({ connectionString: "Endpoint=…", hub: "todo" });
}

export async function browser(): Promise<void> {
  hub.on("itemAdded", (text) => console.log(text.length));
  hub.on("confirmDelete", (text) => text !== "milk");
  const { users } = await hub.invoke("joinRoom", "kitchen");
  hub.stream("exportRoom", users[0] ?? "").subscribe({ next: ({ done }) => console.log(done), error: console.error, complete() {} });
  // @ts-expect-error -- a wrong argument of a handler
  hub.on("itemAdded", (text: number) => console.log(text));
  // @ts-expect-error -- a handler without an answer
  hub.on("confirmDelete", () => undefined);
  // @ts-expect-error -- a method that is not in the contract
  await hub.invoke("leaveRoom", "kitchen");
  // @ts-expect-error -- a wrong item
  hub.stream("exportRoom", "kitchen").subscribe({ next: (item: string) => item, error: console.error, complete() {} });
  const fake = createFakeHub<Todo>({ methods: { joinRoom: (room) => ({ users: [room] }) } });
  await fake.send("itemAdded", "milk");
  // @ts-expect-error -- a wrong event
  await fake.send("itemRemoved");
}

const verify = signatureVerifier({ accessKeys: "" });
const joinRoom = () => ({ users: [] });
const exportRoom = async function* () { yield { done: 1 }; };
export const upstream: (request: Request) => Promise<Response> = createUpstreamHandler(todo, {
  verify,
  methods: { joinRoom: { input: text, handle: ({ userId }, room) => ({ users: [userId ?? room] }) } },
  streams: { exportRoom },
});
// @ts-expect-error -- a method without a handler
createUpstreamHandler(todo, { verify, methods: {}, streams: { exportRoom } });
// @ts-expect-error -- a wrong result
createUpstreamHandler(todo, { verify, methods: { joinRoom: () => [] }, streams: { exportRoom } });
// @ts-expect-error -- a schema of other arguments
createUpstreamHandler(todo, { verify, methods: { joinRoom: { input: number, handle: joinRoom } }, streams: { exportRoom } });
// @ts-expect-error -- without a schema nothing is known of the arguments
createUpstreamHandler(todo, { verify, methods: { joinRoom: (_context, room: string) => ({ users: [room] }) }, streams: { exportRoom } });
// @ts-expect-error -- a wrong item
createUpstreamHandler(todo, { verify, methods: { joinRoom }, streams: { exportRoom: async function* () { yield 1; } } });
`;

/** The emulator is a program for Node, so what uses it has the types of Node. */
const nodeProgram = `
import { createEmulator, EmulatorError, type EmulatorOptions } from "@x/emulator";

const options: EmulatorOptions = { port: 0, upstream: async (request) => new Response(await request.text()) };

export async function develop(): Promise<string> {
  try {
    const emulator = await createEmulator(options).listen();
    return emulator.connectionString;
  } catch (error) {
    if (error instanceof EmulatorError) return error.code satisfies string;
    throw error;
  }
}
`;

/** A server that takes no types of the DOM. */
const functionsProgram = `
import { contextFromConnectionString } from "@x/auth";
import { createSignalRServiceClient, fromOpenapiFetch, type Middleware } from "@x/fetch-client";
import { createSignalRServiceContext, sendToUser, type SignalRServiceContext } from "@x/fetch-client/operations";
import * as dated from "@x/fetch-client/2024-12-01/operations";

const trace: Middleware = { onRequest: ({ request }) => request.headers.set("x-trace", "1") };
const middleware = [trace, fromOpenapiFetch({ onResponse: ({ response }) => console.log(response.status) })];
export const client = createSignalRServiceClient({ endpoint: "https://contoso.service.signalr.net", middleware });
export const context: SignalRServiceContext = createSignalRServiceContext({ endpoint: "https://a.example" });

export async function notify(connectionString: string): Promise<void> {
  const signalr = contextFromConnectionString(connectionString);
  await sendToUser(signalr, { hub: "chat", user: "ada", body: { target: "newMessage", arguments: ["hi"] } });
  if (await dated.userExists(signalr, { hub: "chat", user: "ada" })) await dated.closeAllConnections(signalr, { hub: "chat" });
}
`;

const settings = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  target: "es2022",
};
/** Those of the oldest Node that the package promises to run on. */
const nodeTypes = { typeRoots: [join(compilersFolder, "node_modules/@types")], types: ["node"] };
const programs = {
  web: { file: "web.ts", text: program, options: { lib: ["es2022", "dom", "dom.iterable"], types: [] } },
  hub: { file: "hub.ts", text: hubProgram, options: { lib: ["es2022", "dom", "dom.iterable"], types: [] } },
  node: {
    file: "node.ts",
    text: nodeProgram,
    options: { lib: ["es2022", "esnext.disposable"], ...nodeTypes },
  },
  // A server uses every package, and has the globals of the web from the types of Node alone.
  server: {
    file: "server.ts",
    text: program + nodeProgram,
    options: { lib: ["es2023", "esnext.disposable"], ...nodeTypes },
  },
  functions: { file: "functions.ts", text: functionsProgram, options: { lib: ["es2023"], ...nodeTypes } },
} as const;
const resolutions = { bundler: "esnext", nodenext: "nodenext" } as const;

describe("The installed packages compile, their declarations included,", () => {
  before(async () => {
    await installOwnTools(compilersFolder);
    await Promise.all([
      ...Object.values(programs).map(({ file, text }) => writeFile(join(app, file), text)),
      ...Object.entries(programs).flatMap(([name, { file, options }]) =>
        Object.entries(resolutions).map(([moduleResolution, module]) => {
          const compilerOptions = { ...settings, ...options, module, moduleResolution };
          const config = JSON.stringify({ compilerOptions, files: [file] });
          return writeFile(join(app, `tsconfig.${name}.${moduleResolution}.json`), config);
        }),
      ),
    ]);
  });

  for (const { version, script } of compilers) {
    for (const resolution of Object.keys(resolutions)) {
      for (const name of Object.keys(programs)) {
        test(`in a ${name} program with TypeScript ${version} and moduleResolution ${resolution}`, async () => {
          await run(process.execPath, [script, "-p", `tsconfig.${name}.${resolution}.json`], { cwd: app });
        });
      }
    }
  }
});
