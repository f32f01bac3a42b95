import {
  type JsonObject,
  type JsonValue,
  type Place,
  arrayAt,
  isObject,
  objectAt,
  pointerToPlace,
  stringAt,
  valueAt,
} from "./json.ts";
import type { SpecProblem } from "./spec-error.ts";

export const httpMethods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

type Report = (place: Place, message: string) => SpecProblem;
type Resolve = (value: JsonValue | undefined) => JsonObject;

/** The rules a document must keep for the emitters to be right; style is left to the linter. */
export function validateStructure(document: JsonObject, problem: Report, resolve: Resolve): SpecProblem[] {
  const version = document.openapi;
  if (typeof version !== "string" || !/^3\.[01](\.\d+)?$/.test(version)) {
    const found =
      version === undefined ? (document.swagger ? `swagger ${document.swagger}` : "no version") : version;
    return [problem(["openapi"], `is not an OpenAPI 3.0 or 3.1 document (found ${found})`)];
  }
  if (!isObject(document.info) || typeof document.info.title !== "string") {
    return [problem(["info"], "info.title is missing: expected a string")];
  }

  const references = checkReferences(document, problem);
  if (references.length > 0) return references;

  const problems: SpecProblem[] = [];
  const idPlaces = new Map<string, Place>();
  const paths = objectAt(document, "paths");
  for (const [path, rawItem] of Object.entries(paths)) {
    if (path.startsWith("x-")) continue;
    if (!path.startsWith("/")) problems.push(problem(["paths", path], `path ${path} must start with "/"`));
    const item = resolve(rawItem);
    for (const method of httpMethods) {
      const operation = item[method];
      if (!isObject(operation)) continue;
      const place = ["paths", path, method];
      const id = stringAt(operation, "operationId");
      if (id !== undefined) {
        const first = idPlaces.get(id);
        if (first) {
          const line = problem([...first, "operationId"], "").line;
          problems.push(
            problem(
              [...place, "operationId"],
              `operationId ${id} is already used in line ${line}: each must be unique`,
            ),
          );
        } else idPlaces.set(id, place);
      }
      problems.push(...checkPathParameters(path, item, operation, place, problem, resolve));
    }
  }
  return problems;
}

function checkReferences(document: JsonObject, problem: Report): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const visit = (value: JsonValue | undefined, place: (string | number)[], literal: boolean): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, [...place, index], literal);
    } else if (isObject(value)) {
      if (!literal && typeof value.$ref === "string") {
        const at = [...place, "$ref"];
        if (!value.$ref.startsWith("#/")) {
          problems.push(
            problem(
              at,
              `$ref ${value.$ref} points outside this document: bundle the document into one file first`,
            ),
          );
        } else if (valueAt(document, pointerToPlace(value.$ref)) === undefined) {
          problems.push(problem(at, `$ref ${value.$ref} leads nowhere: nothing is defined there`));
        } else if (leadsToItself(document, value.$ref)) {
          problems.push(
            problem(at, `$ref ${value.$ref} leads back to itself: nothing is defined on the way`),
          );
        }
      }
      for (const [key, item] of Object.entries(value)) {
        // A `$ref` inside example data is data.
        const isExample =
          key === "example" || key === "examples" || key === "default" || key === "const" || key === "enum";
        visit(
          item,
          [...place, key],
          literal || (isExample && place.at(-1) !== "properties" && key !== "examples"),
        );
      }
    }
  };
  visit(document, [], false);
  return problems;
}

/** Whether a chain of bare references never ends. A schema that contains itself further in is no such chain. */
function leadsToItself(document: JsonObject, reference: string): boolean {
  const passed = new Set<string>();
  for (let next: string | undefined = reference; next !== undefined;) {
    if (passed.has(next)) return true;
    passed.add(next);
    const target: JsonValue | undefined = valueAt(document, pointerToPlace(next));
    next = isObject(target) && typeof target.$ref === "string" ? target.$ref : undefined;
  }
  return false;
}

function checkPathParameters(
  path: string,
  item: JsonObject,
  operation: JsonObject,
  place: Place,
  problem: Report,
  resolve: Resolve,
): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const declared = new Set<string>();
  const read = (owner: JsonObject, ownerPlace: Place) => {
    for (const [index, raw] of arrayAt(owner, "parameters").entries()) {
      const parameter = resolve(raw);
      const name = stringAt(parameter, "name");
      const location = stringAt(parameter, "in");
      if (name === undefined || location === undefined) {
        problems.push(
          problem([...ownerPlace, "parameters", index], "a parameter needs a name and a location (in)"),
        );
      } else if (location === "path") {
        declared.add(name);
      }
    }
  };
  read(item, place.slice(0, -1));
  read(operation, place);
  const templated = templateNames(path);
  for (const name of templated) {
    if (!declared.has(name))
      problems.push(problem(place, `path parameter {${name}} of ${path} is not declared`));
  }
  for (const name of declared) {
    if (!templated.includes(name)) {
      problems.push(problem(place, `path parameter ${name} is declared but {${name}} is not in ${path}`));
    }
  }
  return problems;
}

/** The names in a path template, in order: `/a/{b}/{c}` → `["b", "c"]`. */
export function templateNames(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? "");
}
