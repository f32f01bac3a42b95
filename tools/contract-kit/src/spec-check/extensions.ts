import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Document, type JsonObject, join, parseOpenApi } from "../document.ts";
import { validatorsOf } from "../validators.ts";
import { type Problem, problemAt } from "./problem.ts";
import { walk } from "./walk.ts";

const schemaFile = fileURLToPath(new URL("../../../../spec/extensions.schema.json", import.meta.url));

/** Extensions that are unknown where they stand, or whose value is not allowed. */
export function checkExtensions(document: Document): Problem[] {
  const validators = validatorsOf(parseOpenApi(readFileSync(schemaFile, "utf8"), schemaFile));
  const problems: Problem[] = [];
  walk(document.root, (value, pointer) => {
    const place = placeOf(pointer);
    const extensions = Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith("x-")));
    // Names of headers may start with `x-` without being extensions.
    if (pointer.endsWith("/headers")) return;
    if (place === undefined) {
      for (const key of Object.keys(extensions)) {
        const message = `extension ${key} is not known here: expected none`;
        problems.push(problemAt(document, join(pointer, key), message));
      }
      return;
    }
    for (const text of validators.problems(`#/$defs/${place}`, extensions)) {
      const at = nearest(pointer, extensions, text);
      problems.push(problemAt(document, at, `extensions of this ${place}: ${text}`));
    }
  });
  return problems;
}

function placeOf(pointer: string): "info" | "operation" | "response" | undefined {
  if (pointer === "#/info") return "info";
  if (/^#\/paths\/[^/]+\/(get|put|post|delete|options|head|patch|trace)$/.test(pointer)) return "operation";
  if (/\/responses\/[^/]+$/.test(pointer)) return "response";
  return undefined;
}

function nearest(pointer: string, extensions: JsonObject, text: string): string {
  const key = Object.keys(extensions).find((name) => text.includes(name));
  return key === undefined ? pointer : join(pointer, key);
}
