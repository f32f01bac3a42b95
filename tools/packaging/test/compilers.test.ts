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
  // @ts-expect-error -- a misspelt argument
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

const settings = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  target: "es2022",
};
const programs = {
  web: { file: "web.ts", lib: ["es2022", "dom", "dom.iterable"], types: [] },
  node: {
    file: "node.ts",
    lib: ["es2022", "esnext.disposable"],
    // Those of the oldest Node that the package promises to run on.
    typeRoots: [join(compilersFolder, "node_modules/@types")],
    types: ["node"],
  },
} as const;
const resolutions = { bundler: "esnext", nodenext: "nodenext" } as const;

describe("The installed packages compile, their declarations included,", () => {
  before(async () => {
    await installOwnTools(compilersFolder);
    await Promise.all([
      writeFile(join(app, programs.web.file), program),
      writeFile(join(app, programs.node.file), nodeProgram),
      ...Object.entries(programs).flatMap(([name, { file, ...own }]) =>
        Object.entries(resolutions).map(([moduleResolution, module]) => {
          const compilerOptions = { ...settings, ...own, module, moduleResolution };
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
