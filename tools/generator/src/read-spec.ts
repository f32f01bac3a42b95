import { readFileSync } from "node:fs";
import { YAMLException, load } from "js-yaml";
import { checkShape } from "./check-shape.ts";
import { dropExtensions } from "./drop-extensions.ts";
import { type JsonObject, type JsonValue, type Place, isObject, pointerToPlace, valueAt } from "./json.ts";
import { SpecError, type SpecProblem } from "./spec-error.ts";
import { convertSwagger, isSwagger } from "./swagger.ts";
import { validateStructure } from "./validate-structure.ts";
import { yamlLimits } from "./yaml-limits.ts";
import { createPositionFinder, findDuplicateKeys } from "./yaml-positions.ts";

/** A readable OpenAPI document and the means to say where in its file something stands. */
export interface Spec {
  /** How the file is named in messages and headers. */
  readonly file: string;
  /** The bytes as read, for the hash in the manifest. */
  readonly text: string;
  /** Without the extensions that nothing reads. */
  readonly document: JsonObject;
  /** Makes a problem out of a place in the document. */
  problem(place: Place, message: string): SpecProblem;
  /** Follows `$ref`s until the value is not a reference. The document has been checked: every local reference leads somewhere. */
  resolve(value: JsonValue | undefined): JsonObject;
}

export interface ReadOptions {
  /**
   * Whether the document is taken as its owner publishes it: Swagger 2.0 is converted, and of a key that stands twice in an
   * object the last one counts, as in every JSON parser.
   */
  readonly published?: boolean;
  /** Takes a line about each thing that was repaired in a published document. */
  readonly warn?: (message: string) => void;
}

/**
 * Reads an OpenAPI 3.0 or 3.1 document (YAML or JSON) and checks the structure that generation relies on.
 *
 * @throws {SpecError} when the file is not such a document; every problem has its line.
 */
export function readSpec(path: string, displayName: string = path, options: ReadOptions = {}): Spec {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(
      `Cannot read the document ${displayName}: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
  return parseSpec(text, displayName, options);
}

/** Like {@link readSpec}, for text that is already in memory. */
export function parseSpec(text: string, file: string, options: ReadOptions = {}): Spec {
  const positionOf = createPositionFinder(text);
  const problem = (place: Place, message: string): SpecProblem => ({ ...positionOf(place), message });
  const fail = (...problems: SpecProblem[]): never => {
    throw new SpecError(file, problems);
  };

  const parsed = parseYaml(text, file, options);
  const document = options.published && isSwagger(parsed) ? convertSwagger(parsed) : parsed;
  if (!isObject(document)) {
    return fail({ line: 1, column: 1, message: "is not an OpenAPI document: expected an object" });
  }
  const shape = checkShape(document);
  if (shape !== undefined) return fail({ line: 1, column: 1, message: shape });

  const targets = new Map<string, JsonValue | undefined>();
  function resolve(value: JsonValue | undefined): JsonObject {
    let current = value;
    while (isObject(current) && typeof current.$ref === "string") {
      const reference: string = current.$ref;
      if (!targets.has(reference)) {
        targets.set(reference, valueAt(document as JsonObject, pointerToPlace(reference)));
      }
      current = targets.get(reference);
    }
    return isObject(current) ? current : {};
  }

  const problems = validateStructure(document, problem, resolve);
  if (problems.length > 0) throw new SpecError(file, problems);
  dropExtensions(document);
  return { file, text, document, problem, resolve };
}

function parseYaml(
  text: string,
  file: string,
  { published = false, warn }: ReadOptions,
  json = false,
): unknown {
  try {
    return load(text, { ...yamlLimits, json });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (published && !json && error.reason === "duplicated mapping key") {
      for (const { line, column, key } of findDuplicateKeys(text))
        warn?.(`${file}:${line}:${column} the key ${key} stands in this object already: the last one counts`);
      return parseYaml(text, file, {}, true);
    }
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    throw new SpecError(file, [
      { line: line + 1, column: column + 1, message: `is not valid YAML: ${error.reason}` },
    ]);
  }
}
