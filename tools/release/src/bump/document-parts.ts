import { type JsonObject, type JsonValue, isObject } from "../../../generator/src/json.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The operations of a document by `GET /path`. */
export function operationsOf(document: JsonObject): Map<string, JsonObject> {
  return new Map(
    Object.entries(objectOf(document.paths)).flatMap(([path, item]) =>
      methods.flatMap((method): [string, JsonObject][] => {
        const operation = objectOf(item)[method];
        return isObject(operation) ? [[`${method.toUpperCase()} ${path}`, operation]] : [];
      }),
    ),
  );
}

/** Where `GET /path` stands. */
export function yamlPath(place: string): string[] {
  const [method = "", path = ""] = place.split(" ");
  return ["paths", path, method.toLowerCase()];
}

/** The parameters of an operation, references followed, by {@link parameterKey}. */
export function parametersOf(document: JsonObject, operation: JsonObject): Map<string, JsonObject> {
  const list = Array.isArray(operation.parameters) ? operation.parameters : [];
  return new Map(
    list.map((raw) => {
      const parameter = resolve(document, raw);
      return [parameterKey(parameter), parameter];
    }),
  );
}

/** `query top` */
export function parameterKey(parameter: JsonObject): string {
  return `${String(parameter.in)} ${String(parameter.name)}`;
}

export function schemasOf(document: JsonObject): JsonObject {
  return objectOf(objectOf(document.components).schemas);
}

export function resolve(document: JsonObject, raw: JsonValue | undefined): JsonObject {
  let value = raw;
  for (let hops = 0; isObject(value) && typeof value.$ref === "string" && hops < 20; hops++) {
    value = value.$ref
      .slice(2)
      .split("/")
      .reduce<JsonValue | undefined>(
        (at, key) => (isObject(at) ? at[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined),
        document,
      );
  }
  return objectOf(value);
}

/** Fields whose keys are names, so that `description` or `x-ms-error-code` in there is no keyword. */
const namesOf = new Set(["properties", "headers", "content", "schemas", "responses"]);

/** A value without the words in it, which are ours in the curated document, and without extensions. */
export function essence(value: JsonValue | undefined, hasNames = false): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item) => essence(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => hasNames || !isWording(key))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, essence(member, !hasNames && namesOf.has(key))]),
  );
}

function isWording(key: string): boolean {
  return (
    ["description", "summary", "title", "example", "examples", "tags"].includes(key) || key.startsWith("x-")
  );
}

/**
 * A copy of a published document that shares nothing but schemas, so that two of them can be compared place by place however
 * each was written down.
 */
export function withoutSharedParts(document: JsonObject): JsonObject {
  const operations = [...operationsOf(document).values()];
  const inPlace = new Map(
    operations.map((operation) => {
      const { parameters, requestBody, responses, ...rest } = operation;
      return [
        operation,
        {
          ...rest,
          ...(Array.isArray(parameters) && { parameters: parameters.map((raw) => resolve(document, raw)) }),
          ...(requestBody !== undefined && { requestBody: resolve(document, requestBody) }),
          responses: mapValues(objectOf(responses), (raw) => response(document, raw)),
        },
      ];
    }),
  );
  const { components, paths, ...rest } = document;
  const { parameters: _p, requestBodies: _b, responses: _r, headers: _h, ...kept } = objectOf(components);
  return {
    ...rest,
    paths: mapValues(objectOf(paths), (item) => withSharedParameters(document, objectOf(item), inPlace)),
    components: kept,
  };
}

function response(document: JsonObject, raw: JsonValue | undefined): JsonObject {
  const { headers, ...rest } = resolve(document, raw);
  if (!isObject(headers)) return rest;
  return { ...rest, headers: mapValues(headers, (header) => resolve(document, header)) };
}

/** A path item whose own parameters stand in each of its operations, before those of the operation. */
function withSharedParameters(
  document: JsonObject,
  { parameters, ...item }: JsonObject,
  inPlace: ReadonlyMap<JsonObject, JsonObject>,
): JsonObject {
  const shared = Array.isArray(parameters) ? parameters.map((raw) => resolve(document, raw)) : [];
  return mapValues(item, (member) => {
    const operation = isObject(member) ? inPlace.get(member) : undefined;
    if (operation === undefined) return member;
    const own = Array.isArray(operation.parameters) ? operation.parameters : [];
    const all = [...shared, ...own];
    return { ...operation, ...(all.length > 0 && { parameters: all }) };
  });
}

function mapValues(
  object: JsonObject,
  convert: (value: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, convert(value)]));
}

export function differ(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/** A value in at most a hundred characters. */
export function brief(value: JsonValue | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
