import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type AuthenticatedClientUnderTest, judgeAuth } from "../judges/auth.ts";
import { judgeEmulator } from "../judges/emulator.ts";
import { judgeFetchClient } from "../judges/fetch-client.ts";
import { TypesJudge, judgeOperationTypes, judgeSchemaType } from "../judges/types.ts";
import type { ClientUnderTest } from "../client-under-test.ts";
import type { JsonObject } from "../document.ts";
import type { ServiceUnderTest } from "../service-under-test.ts";
import { specVersion } from "../spec-file.ts";
import type { CodeUnderTest } from "./code-mutants.ts";
import type { Breakage, PackageName } from "./mutant.ts";
import type { Judges } from "./run.ts";

type Make = (...args: readonly unknown[]) => unknown;
type Methods = Readonly<Record<string, unknown>>;

/** The emulator as its package exports it. */
export interface BuiltEmulator {
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
  const client = await loadBuilt("fetch-client/dist/generated/index.js");
  const auth = await loadBuilt("auth/dist/index.js");
  const emulator = await loadBuilt("emulator/dist/src/index.js");
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

  const fetchClient: ClientUnderTest = {
    create: (options) => createClient({ ...options, retry: false }) as Methods,
  };
  const authenticated: AuthenticatedClientUnderTest = {
    create({ connectionString, fetch }) {
      const settings = (auth.parseConnectionString as Make)(connectionString) as Record<string, unknown>;
      const credential = (auth.accessKeyCredential as Make)({ key: settings.accessKey });
      const middleware = [(auth.createAuthMiddleware as Make)(credential)];
      return createClient({ endpoint: settings.endpoint, fetch, middleware }) as Methods;
    },
  };
  const service = (breakage: Breakage | undefined): ServiceUnderTest => ({
    async start(faults) {
      const running = (emulator.createEmulator as Make)({ port: 0, faults }) as BuiltEmulator;
      await running.listen();
      const broken: typeof fetch | undefined =
        breakage?.of === "answer"
          ? async (...request) => breakage.change(await fetch(...request))
          : undefined;
      return {
        url: running.url,
        accessKey: String(emulator.wellKnownAccessKey),
        ...(broken && { fetch: broken }),
        close: () => running.close(),
      };
    },
  });
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
          judgeFetchClient(document, fetchClient, id, { count: 2 }),
        ),
    },
    auth: { operation: (document, id) => judgeAuth(document, authenticated, id) },
    emulator: { operation: (document, id, breakage) => judgeEmulator(document, service(breakage), id) },
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

/** @throws Error when the package has not been built. */
export async function loadBuilt(path: string): Promise<Methods> {
  const url = new URL(path, packages);
  if (!existsSync(url)) throw new Error(`packages/${path} is missing: run "pnpm build" first`);
  return (await import(url.href)) as Methods;
}
