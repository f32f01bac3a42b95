import { type JsonObject, type JsonValue, arrayAt, isObject } from "./json.ts";

export const httpMethods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

type Resolve = (value: JsonValue | undefined) => JsonObject;

/** The operations of path items, by their path (or the name of a webhook, or the expression of a callback). */
export function operationsIn(items: JsonObject, resolve: Resolve) {
  return Object.entries(items).flatMap(([path, raw]) => {
    if (path.startsWith("x-")) return [];
    const item = resolve(raw);
    return httpMethods.flatMap((method) => {
      const operation = item[method];
      return isObject(operation) ? [{ path, method, item, operation }] : [];
    });
  });
}

/** The parameters of an operation over those of its path item, as they are written and as they are declared. */
export function parametersOf(item: JsonObject, operation: JsonObject, resolve: Resolve) {
  return [...arrayAt(item, "parameters"), ...arrayAt(operation, "parameters")].map((raw) => ({
    raw,
    parameter: resolve(raw),
  }));
}
