import {
  type JsonObject,
  type JsonValue,
  type Place,
  arrayAt,
  isObject,
  objectAt,
  stringAt,
} from "./json.ts";
import { isIdentifier } from "./names.ts";
import { operationsIn } from "./path-items.ts";
import type { SpecProblem } from "./spec-error.ts";
import { validateReferences } from "./validate-references.ts";

type Report = (place: Place, message: string) => SpecProblem;
type Resolve = (value: JsonValue | undefined) => JsonObject;

/** The rules a document must keep for the emitters to be right; style is left to the linter. */
export function validateStructure(document: JsonObject, problem: Report, resolve: Resolve): SpecProblem[] {
  const version = document.openapi;
  if (typeof version !== "string" || !/^3\.[01](\.\d+)?$/.test(version)) {
    const found =
      version === undefined
        ? document.swagger
          ? `swagger ${document.swagger}`
          : "no version"
        : typeof version === "number"
          ? `the number ${version}: put it in quotes`
          : JSON.stringify(version);
    return [problem(["openapi"], `is not an OpenAPI 3.0 or 3.1 document (found ${found})`)];
  }
  if (!isObject(document.info) || typeof document.info.title !== "string") {
    return [problem(["info"], "info.title is missing: expected a string")];
  }

  const references = validateReferences(document, problem);
  if (references.length > 0) return references;

  const problems: SpecProblem[] = checkClientSettings(document.info, problem);
  problems.push(...checkRequiredFields(document, version, problem));
  const idPlaces = new Map<string, Place>();
  const paths = objectAt(document, "paths");
  const flaws = new Set<string>();
  for (const path of Object.keys(paths).filter((key) => !key.startsWith("x-"))) {
    const flaw = pathFlaw(path);
    if (flaw === undefined) continue;
    flaws.add(path);
    problems.push(problem(["paths", path], `path ${JSON.stringify(path)} ${flaw}`));
  }
  for (const { path, method, item, operation } of operationsIn(paths, resolve)) {
    if (flaws.has(path)) continue;
    const place = ["paths", path, method];
    const id = stringAt(operation, "operationId");
    const first = idPlaces.get(id ?? "");
    if (first) {
      const { line } = problem([...first, "operationId"], "");
      const message = `operationId ${id} is already used in line ${line}: each must be unique`;
      problems.push(problem([...place, "operationId"], message));
    } else if (id) idPlaces.set(id, place);
    problems.push(...checkPathParameters(path, item, operation, place, problem, resolve));
  }
  return problems;
}

/** OpenAPI 3.0 requires `paths`; 3.1 requires one of three fields ("OpenAPI Object"). */
function checkRequiredFields(document: JsonObject, version: string, problem: Report): SpecProblem[] {
  const fields = version.startsWith("3.0") ? ["paths"] : ["paths", "webhooks", "components"];
  const wrong = fields.find((field) => document[field] !== undefined && !isObject(document[field]));
  if (wrong !== undefined) return [problem([wrong], `${wrong} is not an object`)];
  if (fields.some((field) => document[field] !== undefined)) return [];
  const expected = fields.length === 1 ? "an object, {} where there are none" : `one of ${fields.join(", ")}`;
  return [problem([], `OpenAPI ${version} without ${fields[0]}: expected ${expected}`)];
}

/** What keeps a path from being the start of a request, or `undefined`. */
function pathFlaw(path: string): string | undefined {
  if (!path.startsWith("/")) return `must start with "/"`;
  if (/[?#]/.test(path)) return "must not hold ? or #: a query is not part of a path";
  if (path.includes("\\")) return "must not hold a backslash: a URL reads it as /";
  if (/\/\.\.?(\/|$)/.test(path)) return "must not have a segment . or ..: a URL would drop it";
  if (/[{}]/.test(path.replaceAll(/\{[^{}]+\}/g, "")))
    return "has a brace without its partner, or nothing in between";
  return undefined;
}

/** Settings that become names in the client. */
function checkClientSettings(info: JsonObject, problem: Report): SpecProblem[] {
  const settings = info["x-client"];
  if (!isObject(settings)) return [];
  return ["name", "scope"].flatMap((key) => {
    const value = settings[key];
    if (value === undefined || (typeof value === "string" && isIdentifier(value))) return [];
    return [problem(["info", "x-client", key], `info.x-client.${key} must be a name such as PetStore`)];
  });
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
    const seen = new Set<string>();
    for (const [index, raw] of arrayAt(owner, "parameters").entries()) {
      const parameter = resolve(raw);
      const name = stringAt(parameter, "name");
      const location = stringAt(parameter, "in") ?? "";
      const at = [...ownerPlace, "parameters", index];
      if (name === undefined || !["path", "query", "header", "cookie"].includes(location)) {
        problems.push(
          problem(at, "a parameter needs a name and a location (in: path, query, header or cookie)"),
        );
        continue;
      }
      if (location === "path") declared.add(name);
      const key = `${location} parameter ${location === "header" ? name.toLowerCase() : name}`;
      if (seen.has(key)) problems.push(problem(at, `${key} is declared twice`));
      seen.add(key);
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
