import { fileURLToPath } from "node:url";
import { build } from "vite";
import { describe, expect, test } from "vitest";

const sourceOf = (entry: string) => fileURLToPath(new URL(`../../src/${entry}.ts`, import.meta.url));

/** An application that imports these names of the entries and nothing else. */
async function bundleOf(imports: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const application = "\0application";
  const code = Object.entries(imports)
    .map(([entry, names]) => `export { ${names.join(", ")} } from ${JSON.stringify(sourceOf(entry))};`)
    .join("\n");
  const result = await build({
    configFile: false,
    logLevel: "silent",
    root: fileURLToPath(new URL("../..", import.meta.url)),
    build: {
      write: false,
      target: "es2022",
      rollupOptions: { input: application, preserveEntrySignatures: "strict" },
    },
    plugins: [
      {
        name: "application",
        resolveId: (id) => (id === application ? id : undefined),
        load: (id) => (id === application ? code : undefined),
      },
    ],
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !("output" in output)) throw new Error("vite gave no bundle");
  return output.output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("\n");
}

// Texts that only one part contains.
const jose = "ERR_JWKS_TIMEOUT";
const members = "/groups/{group}/connections";
const streams = "/streams/{streamId}/:send";
const signing = "HS256";
const endpoints = "createEndpoints needs";

describe("A bundle", () => {
  test("of a browser holds nothing but a function that returns its argument", async () => {
    expect((await bundleOf({ client: ["typedConnection"] })).length).toBeLessThan(200);
  });

  test("that only sends holds neither group members nor the upstream nor several endpoints", async () => {
    const code = await bundleOf({ index: ["createHub"] });
    expect(code).toContain(signing);
    for (const part of [members, streams, jose, endpoints]) expect(code).not.toContain(part);
  });

  test("with several endpoints holds neither the upstream nor jose", async () => {
    const code = await bundleOf({ endpoints: ["createEndpoints"] });
    expect(code).toContain(endpoints);
    for (const part of [streams, jose]) expect(code).not.toContain(part);
  });

  test("with a context of its own holds no access keys", async () => {
    expect(await bundleOf({ index: ["createHubFromContext"] })).not.toContain(signing);
  });

  test("that answers clients and checks signatures holds no jose", async () => {
    const code = await bundleOf({
      index: ["createHub"],
      upstream: ["createUpstreamHandler", "signatureVerifier"],
    });
    expect(code).toContain(streams);
    expect(code).not.toContain(jose);
    expect(await bundleOf({ upstream: ["entraTokenVerifier"] })).toContain(jose);
  });
});
