import {
  type JsonObject,
  type JsonValue,
  type Place,
  isObject,
  placeToPointer,
  pointerToPlace,
  valueAt,
} from "./json.ts";
import { toPascalCase, uniqueName } from "./names.ts";
import { walkObjects } from "./validate-references.ts";

/**
 * A copy of a document in which every reference leads to a component, and no component but a schema is a reference itself.
 *
 * openapi-typescript writes a reference as a chain of property accesses, which compiles for `#/components/schemas/pet` and
 * for little else. A schema that is referred to at another place becomes a component of its own; what is referred to
 * otherwise (a parameter under `paths`, an alias of a response) is put in the reference's place.
 */
export function withPlainReferences(document: JsonObject): JsonObject {
  const copy = structuredClone(document);
  const components = ensureObject(copy, "components");
  const schemas = ensureObject(components, "schemas");
  const names = new Set(Object.keys(schemas));
  /** The component that a schema elsewhere has become, by the schema. */
  const moved = new Map<JsonObject, string>();
  /** What has replaced references around the current one, and how deep it lies. */
  const placed: { readonly value: JsonObject; readonly depth: number }[] = [];

  walkObjects(copy, ({ value: owner, place }) => {
    while ((placed.at(-1)?.depth ?? -1) >= place.length) placed.pop();
    if (typeof owner.$ref !== "string") return;
    const target = pointerToPlace(owner.$ref);
    if (isSchema(place)) {
      if (isComponent(target)) owner.$ref = placeToPointer(target);
      else owner.$ref = `#/components/schemas/${moveSchema(target)}`;
      return;
    }
    const isAlias = isComponent(place) || !isComponent(target) || isReference(valueAt(copy, target));
    if (!isAlias) return void (owner.$ref = placeToPointer(target));
    const value = follow(owner);
    delete owner.$ref;
    // What comes round to itself, as a path item in its own callback may, ends here.
    if (!isObject(value) || placed.some((one) => one.value === value)) return;
    placed.push({ value, depth: place.length });
    Object.assign(owner, structuredClone(value));
    // An operation that stands at two paths is listed under its name once.
    if (place[0] === "paths" && place.length === 2) {
      for (const operation of Object.values(owner)) if (isObject(operation)) delete operation.operationId;
    }
  });
  return copy;

  function follow(owner: JsonObject): JsonValue | undefined {
    let value: JsonValue | undefined = owner;
    while (isObject(value) && typeof value.$ref === "string")
      value = valueAt(copy, pointerToPlace(value.$ref));
    return value;
  }

  function moveSchema(target: Place): string {
    const schema = valueAt(copy, target);
    if (!isObject(schema)) return uniqueSchema(schema ?? {}, target);
    const known = moved.get(schema);
    if (known !== undefined) return known;
    const content = { ...schema };
    const name = uniqueSchema(content, target);
    moved.set(schema, name);
    for (const key of Object.keys(schema)) delete schema[key];
    schema.$ref = `#/components/schemas/${name}`;
    return name;
  }

  function uniqueSchema(schema: JsonValue, target: Place): string {
    const name = uniqueName(toPascalCase(target.slice(-2).join(" ")), names);
    schemas[name] = schema;
    return name;
  }
}

function isComponent(place: Place): boolean {
  return place.length === 3 && place[0] === "components";
}

function isReference(value: JsonValue | undefined): boolean {
  return isObject(value) && typeof value.$ref === "string";
}

const mapsOfOthers = new Set([
  "parameters",
  "responses",
  "requestBodies",
  "headers",
  "examples",
  "links",
  "callbacks",
  "pathItems",
  "securitySchemes",
  "paths",
  "webhooks",
]);

/** Whether a reference stands where a schema is expected. */
function isSchema(place: Place): boolean {
  if (place[0] === "components" && place.length === 3) return place[1] === "schemas";
  if (place.at(-1) === "requestBody") return false;
  const owner = String(place.at(-2));
  // Under `properties` these words are names like any other.
  return !mapsOfOthers.has(owner) || place.at(-3) === "properties";
}

function ensureObject(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  if (isObject(value)) return value;
  const fresh: JsonObject = {};
  parent[key] = fresh;
  return fresh;
}
