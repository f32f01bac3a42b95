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

/** A value without the words in it, which are ours in the curated document. */
export function essence(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item) => essence(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, member]) =>
          !(key === "description" && typeof member === "string") &&
          !key.startsWith("x-") &&
          key !== "example" &&
          key !== "examples",
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, essence(member)]),
  );
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
