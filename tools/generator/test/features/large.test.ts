import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
});
