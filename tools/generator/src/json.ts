/** A JSON value as it comes out of a YAML or JSON document. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object; absent keys read as `undefined`. */
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

/** A place in a document: the keys that lead to it from the root. */
export type Place = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

export function arrayAt(parent: JsonObject, key: string): JsonValue[] {
  const value = parent[key];
  return Array.isArray(value) ? value : [];
}

export function stringAt(parent: JsonObject, key: string): string | undefined {
  const value = parent[key];
  return typeof value === "string" ? value : undefined;
}

export function stringsAt(parent: JsonObject, key: string): string[] {
  return arrayAt(parent, key).filter((item): item is string => typeof item === "string");
}

/** Splits a JSON Pointer fragment (`#/a/b~1c`) into its keys (RFC 6901); `undefined` where it is badly percent-encoded. */
export function readPointer(pointer: string): string[] | undefined {
  try {
    return pointerToPlace(pointer);
  } catch {
    return undefined;
  }
}

/** Like {@link readPointer}, for a pointer that has been checked. */
export function pointerToPlace(pointer: string): string[] {
  return pointer
    .slice(2)
    .split("/")
    .map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The JSON Pointer fragment of a place. */
export function placeToPointer(place: Place): string {
  return `#${place.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("%", "%25")}`).join("")}`;
}

/** The value at a place, or `undefined`. */
export function valueAt(root: JsonValue, place: Place): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of place) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}
