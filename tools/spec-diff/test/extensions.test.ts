import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import type { JsonValue } from "../../generator/src/json.ts";
import { parseSpec } from "../../generator/src/read-spec.ts";
import { features, featuresFolder } from "../../generator/test/features/compiled-fixtures.ts";
import { extended, extensionValues } from "../../generator/test/features/extended.ts";
import { diffDocuments } from "../src/diff.ts";

test.each(features)(
  "an extension wherever OpenAPI allows one does not count as a change of %s",
  (feature) => {
    const document = load(readFileSync(join(featuresFolder, `${feature}.yaml`), "utf8")) as JsonValue;
    const spec = (content: JsonValue | undefined) => parseSpec(JSON.stringify(content), "a.yaml");
    for (const value of extensionValues) {
      const { changes } = diffDocuments(spec(document), spec(extended(document, "openapi", value)));
      expect(changes).toEqual([]);
    }
  },
);
