import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { judgeAuth } from "../judges/auth.ts";
import { judgeEmulator } from "../judges/emulator.ts";
import { judgeFetchClient } from "../judges/fetch-client.ts";
import { TypesJudge, judgeOperationTypes, judgeSchemaType } from "../judges/types.ts";
import type { PackageName } from "./mutant.ts";
import type { Judges } from "./run.ts";

type Make = (...args: readonly unknown[]) => unknown;
type Methods = Readonly<Record<string, unknown>>;

interface Emulator {
  readonly url: string;
  listen(): Promise<unknown>;
  close(): Promise<void>;
}

const packages = new URL("../../../../packages/", import.meta.url);

/**
 * The judges in front of the built packages. They are loaded by path: a dependency on them would be a cycle, because their own
 * tests depend on this kit.
 *
 * @throws Error when the packages have not been built.
 */
export async function judgesOfBuiltPackages(): Promise<Record<PackageName, Judges>> {
  const client = await load("fetch-client/dist/index.js");
  const auth = await load("auth/dist/index.js");
  const emulator = await load("emulator/dist/src/index.js");
  const types = new TypesJudge({
    declarations: fileURLToPath(new URL("types/generated/2024-12-01/index.d.ts", packages)),
  });
  const createClient = client.createSignalRServiceClient as Make;

  return {
    types: {
      operation: (document, id) => judgeOperationTypes(document, types, id),
      schema: (document, name) => judgeSchemaType(document, types, name),
    },
    "fetch-client": {
      operation: (document, id) =>
        judgeFetchClient(
          document,
          { create: (options) => createClient({ ...options, retry: false }) as Methods },
          id,
          { count: 2 },
        ),
    },
    auth: {
      operation: (document, id) =>
        judgeAuth(
          document,
          {
            create({ connectionString, fetch }) {
              const { endpoint, accessKey } = (auth.parseConnectionString as Make)(
                connectionString,
              ) as Record<string, unknown>;
              const credential = (auth.accessKeyCredential as Make)({ key: accessKey });
              return createClient({
                endpoint,
                fetch,
                middleware: [(auth.createAuthMiddleware as Make)(credential)],
              }) as Methods;
            },
          },
          id,
        ),
    },
    emulator: {
      operation: (document, id) =>
        judgeEmulator(
          document,
          {
            async start(faults) {
              const running = (emulator.createEmulator as Make)({ port: 0, faults }) as Emulator;
              await running.listen();
              return {
                url: running.url,
                accessKey: String(emulator.wellKnownAccessKey),
                close: () => running.close(),
              };
            },
          },
          id,
        ),
    },
  };
}

async function load(path: string): Promise<Methods> {
  const url = new URL(path, packages);
  if (!existsSync(url)) throw new Error(`packages/${path} is missing: run "pnpm build" first`);
  return (await import(url.href)) as Methods;
}
