import { readFileSync } from "node:fs";
import { LineCounter, isNode, parseDocument } from "yaml";
import { type JsonObject, type JsonValue, type Place, isObject, pointerToPlace, valueAt } from "./json.ts";
import { SpecError, type SpecProblem } from "./spec-error.ts";
import { validateStructure } from "./validate-structure.ts";

/** A readable OpenAPI document and the means to say where in its file something stands. */
export interface Spec {
  /** How the file is named in messages and headers. */
  readonly file: string;
  /** The bytes as read, for the hash in the manifest. */
  readonly text: string;
  readonly document: JsonObject;
  /** Makes a problem out of a place in the document. */
  problem(place: Place, message: string): SpecProblem;
  /** Follows `$ref`s until the value is not a reference. The document has been checked: every local reference leads somewhere. */
  resolve(value: JsonValue | undefined): JsonObject;
}

/**
 * Reads an OpenAPI 3.0 or 3.1 document (YAML or JSON) and checks the structure that generation relies on.
 *
 * @throws {SpecError} when the file is not such a document; every problem has its line.
 */
export function readSpec(path: string, displayName: string = path): Spec {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(
      `Cannot read the document ${displayName}: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
  return parseSpec(text, displayName);
}

/** Like {@link readSpec}, for text that is already in memory. */
export function parseSpec(text: string, file: string): Spec {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const syntax = yaml.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { line, column: col, message: `is not valid YAML: ${error.message}` };
  });
  if (syntax.length > 0) throw new SpecError(file, syntax);

  const document = yaml.toJS({ maxAliasCount: 1000 }) as unknown;
  if (!isObject(document)) {
    throw new SpecError(file, [
      { line: 1, column: 1, message: "is not an OpenAPI document: expected an object" },
    ]);
  }

  function problem(place: Place, message: string): SpecProblem {
    for (let length = place.length; length >= 0; length--) {
      const node = length === 0 ? yaml.contents : yaml.getIn(place.slice(0, length), true);
      if (isNode(node) && node.range) {
        const { line, col } = lines.linePos(node.range[0]);
        return { line, column: col, message };
      }
    }
    return { line: 1, column: 1, message };
  }

  function resolve(value: JsonValue | undefined): JsonObject {
    let current = value;
    for (let hops = 0; isObject(current) && typeof current.$ref === "string"; hops++) {
      if (hops > 100) throw new SpecError(file, [problem([], `$ref cycle through ${current.$ref}`)]);
      current = valueAt(document as JsonObject, pointerToPlace(current.$ref));
    }
    return isObject(current) ? current : {};
  }

  const problems = validateStructure(document, problem, resolve);
  if (problems.length > 0) throw new SpecError(file, problems);
  return { file, text, document, problem, resolve };
}
