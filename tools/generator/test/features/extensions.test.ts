import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { type Generated, generate } from "../../src/generate.ts";
import type { JsonValue } from "../../src/json.ts";
import { parseSpec } from "../../src/read-spec.ts";
import { features, featuresFolder } from "./compiled-fixtures.ts";
import { extended, extensionValues } from "./extended.ts";

/** All that is generated, but for the lines that hold the hash of the document. */
async function sources(document: JsonValue | undefined): Promise<unknown> {
  const generated: Generated = await generate(parseSpec(JSON.stringify(document), "a.yaml"), {
    types: "../types.js",
    runtime: "./runtime",
  });
  const { types, client } = generated;
  return { types, client, routes: generated.routes(), warnings: generated.model.warnings.length };
}

describe("an extension wherever OpenAPI allows one", () => {
  test.each(features)("changes nothing that is generated from %s, whatever its value", async (feature) => {
    const document = load(readFileSync(join(featuresFolder, `${feature}.yaml`), "utf8")) as JsonValue;
    const plain = await sources(document);
    for (const value of extensionValues)
      expect(await sources(extended(document, "openapi", value))).toEqual(plain);
  });
});
