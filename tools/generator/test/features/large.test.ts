import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, describe, expect, test } from "vitest";
import { compileErrors, generateInto, temporaryOutput } from "./compiled-fixtures.ts";
import { deviceCloud, directory, shop } from "./large-documents.ts";

const { folder, dispose } = temporaryOutput();
afterAll(dispose);

describe("packages generated from a large document", () => {
  test.each([
    ["a shop in OpenAPI 3.0", shop, 150],
    ["a cloud of devices in OpenAPI 3.1", deviceCloud, 400],
    ["a directory", directory, 3000],
  ])("%s: have every operation and compile", async (_what, document, operations) => {
    const out = join(folder, document.name);
    mkdirSync(out);
    writeFileSync(join(out, "openapi.json"), JSON.stringify(document()));
    expect(await generateInto(out, join(out, "openapi.json"))).toEqual([]);
    const table = readFileSync(join(out, "fetch-client/descriptors.ts"), "utf8");
    expect(table.match(/^ {2}method: /gm)).toHaveLength(operations);
    expect(compileErrors([out])).toEqual([]);
  });

  test("are shaken to the one operation of three thousand that a program calls", async () => {
    const out = join(folder, "shaken");
    mkdirSync(out);
    writeFileSync(join(out, "openapi.json"), JSON.stringify(directory()));
    await generateInto(out, join(out, "openapi.json"));
    writeFileSync(
      join(out, "program.ts"),
      `export { createDirectoryContext, getEntry7 } from "./fetch-client/operations.js";\n`,
    );
    const result = await build({
      configFile: false,
      logLevel: "silent",
      root: out,
      build: {
        write: false,
        target: "es2022",
        rollupOptions: { input: join(out, "program.ts"), preserveEntrySignatures: "strict" },
      },
    });
    const [output] = Array.isArray(result) ? result : [result];
    if (output === undefined || !("output" in output)) throw new Error("vite gave no bundle");
    const code = output.output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("");
    expect(code.match(/\/entries-\d+/g)).toEqual(["/entries-7"]);
    expect(code.length).toBeLessThan(12_000);
  });
});
