import { fileURLToPath } from "node:url";
import { build } from "vite";
import { describe, expect, test } from "vitest";
import { operationTable } from "../../generated/index.ts";

const generated = fileURLToPath(new URL("../../generated/", import.meta.url));

/** The bundle of an application that imports these names of an entry and nothing else. */
async function bundleOf(entry: string, ...names: readonly string[]): Promise<string> {
  const application = "\0application";
  const result = await build({
    configFile: false,
    logLevel: "silent",
    root: generated,
    build: {
      write: false,
      target: "es2022",
      rollupOptions: { input: application, preserveEntrySignatures: "strict" },
    },
    plugins: [
      {
        name: "application",
        resolveId: (id) => (id === application ? id : undefined),
        load: (id) =>
          id === application
            ? `export { ${names.join(", ")} } from ${JSON.stringify(`${generated}${entry}.ts`)};`
            : undefined,
      },
    ],
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !("output" in output)) throw new Error("vite gave no bundle");
  return output.output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("\n");
}

/** Texts that only one feature has. */
const features = {
  "openapi-fetch": "Middleware must be an object with one of",
  "middleware with a Request": "new Request(",
  paging: "repeated a next-page link",
  bytes: "must be bytes",
  forms: "FormData",
  "query styles": "must not have objects or arrays inside its members",
} as const;
const featuresOf = (code: string) =>
  Object.entries(features).flatMap(([name, text]) => (code.includes(text) ? [name] : []));
const operations = Object.values(operationTable);

describe("A bundle", () => {
  test.each([
    ["sendToAll", ["bytes"]],
    ["executeCommands", []],
    ["getServiceStatus", []],
    ["userExists", []],
    ["listConnectionsInGroup", ["paging"]],
  ] as const)("of %s() holds the path of no other operation, and features %j", async (id, expected) => {
    const code = await bundleOf("operations", "createSignalRServiceContext", id);
    const paths = new Set(code.match(/\/api\/[\w/{}:]+/g));
    expect([...paths]).toEqual([operationTable[id].path]);
    expect(
      operations.filter((one) => code.includes(`"${one.id}"`) || code.includes(`\`${one.id}\``)),
    ).toHaveLength(1);
    expect(featuresOf(code)).toEqual(expected);
  });

  test("of the client holds all operations and nothing of openapi-fetch", async () => {
    const code = await bundleOf("index", "createSignalRServiceClient");
    for (const { path } of operations) expect(code).toContain(path);
    expect(featuresOf(code)).toEqual(["paging", "bytes"]);
  });

  test("of the raw client holds openapi-fetch", async () => {
    expect(featuresOf(await bundleOf("raw", "createRawClient"))).toContain("openapi-fetch");
  });
});
