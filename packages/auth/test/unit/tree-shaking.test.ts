import { fileURLToPath } from "node:url";
import { build } from "vite";
import { describe, expect, test } from "vitest";

const source = fileURLToPath(new URL("../../src/index.ts", import.meta.url));

/** The chunks of an application that imports these names and nothing else; the first one is what it starts with. */
async function chunksOf(...names: readonly string[]): Promise<string[]> {
  const entry = "\0application";
  const result = await build({
    configFile: false,
    logLevel: "silent",
    root: fileURLToPath(new URL("../..", import.meta.url)),
    build: {
      write: false,
      target: "es2022",
      rollupOptions: { input: entry, preserveEntrySignatures: "strict" },
    },
    plugins: [
      {
        name: "application",
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) =>
          id === entry ? `export { ${names.join(", ")} } from ${JSON.stringify(source)};` : undefined,
      },
    ],
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !("output" in output)) throw new Error("vite gave no bundle");
  return output.output
    .toSorted((a, b) => Number(b.type === "chunk" && b.isEntry) - Number(a.type === "chunk" && a.isEntry))
    .map((chunk) => (chunk.type === "chunk" ? chunk.code : ""));
}

async function bundleOf(...names: readonly string[]): Promise<string> {
  return (await chunksOf(...names)).join("\n");
}

// A text that only jose contains, and one that only our own signing contains.
const jose = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
const signing = "HS256";

describe("A bundle", () => {
  test("with a token credential holds neither jose nor signing", async () => {
    const code = await bundleOf("createAuthMiddleware", "entraCredential");
    expect(code).toContain("signalr.azure.com");
    expect(code).not.toContain(jose);
    expect(code).not.toContain(signing);
  });

  test("with an access key signs without jose", async () => {
    const code = await bundleOf("fromConnectionString", "createNegotiator");
    expect(code).toContain(signing);
    expect(code).not.toContain(jose);
  });

  test("holds nothing of openapi-fetch", async () => {
    const code = await bundleOf("fromConnectionString", "contextFromConnectionString");
    expect(code).toContain(signing);
    expect(code).not.toContain("Middleware must be an object with one of");
  });

  test("with a context and no function of an operation holds the path of no operation", async () => {
    expect(await bundleOf("fromConnectionString")).toContain("/api/");
    expect(await bundleOf("contextFromConnectionString")).not.toContain("/api/");
    expect(await bundleOf("createAuthMiddleware", "accessKeyCredential")).not.toContain("/api/");
  });

  test("with verifyToken holds jose", async () => {
    expect(await bundleOf("verifyToken")).toContain(jose);
  });
});
