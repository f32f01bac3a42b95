import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { judgeAuth } from "../judges/auth.ts";
import { judgeEmulator } from "../judges/emulator.ts";
import { judgeFetchClient } from "../judges/fetch-client.ts";
import { TypesJudge, judgeOperationTypes, judgeSchemaType } from "../judges/types.ts";
import type { JsonObject } from "../document.ts";
import { specVersion } from "../spec-file.ts";
import type { CodeUnderTest } from "./code-mutants.ts";
import type { Breakage, PackageName } from "./mutant.ts";
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
export async function judgesOfBuiltPackages(): Promise<{
  readonly judges: Record<PackageName, Judges>;
  readonly code: CodeUnderTest;
}> {
  const client = await load("fetch-client/dist/generated/index.js");
  const auth = await load("auth/dist/index.js");
  const emulator = await load("emulator/dist/src/index.js");
  const types = new TypesJudge({
    declarations: fileURLToPath(new URL(`types/generated/${specVersion}/index.d.ts`, packages)),
  });
  const createClient = client.createSignalRServiceClient as Make;
  const declarations = fileURLToPath(new URL(`types/generated/${specVersion}/openapi.d.ts`, packages));
  const code = {
    operationTable: client.operationTable as CodeUnderTest["operationTable"],
    declarations: readFileSync(declarations, "utf8"),
  };
  const withDeclarations = <T>(breakage: Breakage | undefined, judge: () => T): T =>
    breakage?.of === "declarations" ? types.withText(declarations, breakage.text, judge) : judge();

  const judges: Record<PackageName, Judges> = {
    types: {
      operation: (document, id, breakage) =>
        withDeclarations(breakage, () => judgeOperationTypes(document, types, id)),
      schema: (document, name, breakage) =>
        withDeclarations(breakage, () => judgeSchemaType(document, types, name)),
    },
    "fetch-client": {
      operation: (document, id, breakage) =>
        withTable(code.operationTable[id], breakage, () =>
          judgeFetchClient(
            document,
            { create: (options) => createClient({ ...options, retry: false }) as Methods },
            id,
            { count: 2 },
          ),
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
      operation: (document, id, breakage) =>
        judgeEmulator(
          document,
          {
            async start(faults) {
              const running = (emulator.createEmulator as Make)({ port: 0, faults }) as Emulator;
              await running.listen();
              return {
                url: running.url,
                accessKey: String(emulator.wellKnownAccessKey),
                ...(breakage?.of === "answer" && {
                  fetch: async (...request: Parameters<typeof fetch>) =>
                    breakage.change(await fetch(...request)),
                }),
                close: () => running.close(),
              };
            },
          },
          id,
        ),
    },
  };
  return { judges, code };
}

/** Judges while an entry of the client's own table is broken; each new client reads it again. */
async function withTable<T>(
  entry: JsonObject | undefined,
  breakage: Breakage | undefined,
  judge: () => Promise<T>,
): Promise<T> {
  if (!entry || breakage?.of !== "table") return judge();
  const before = { ...entry };
  breakage.change(entry);
  try {
    return await judge();
  } finally {
    for (const key of Object.keys(entry)) delete entry[key];
    Object.assign(entry, before);
  }
}

async function load(path: string): Promise<Methods> {
  const url = new URL(path, packages);
  if (!existsSync(url)) throw new Error(`packages/${path} is missing: run "pnpm build" first`);
  return (await import(url.href)) as Methods;
}
