import { type BodyWriter, argumentError, writeText } from "./body.js";

/**
 * Serializes an object as `application/x-www-form-urlencoded` or `multipart/form-data`: arrays repeat their field, objects become
 * JSON, and bytes become files. `undefined` and `null` are omitted. `FormData` and `URLSearchParams` are sent unchanged. Other media
 * types are serialized like in other operations.
 */
export const writeForm: BodyWriter = (value, headers, operation, context) => {
  const contentType = headers["content-type"] ?? "";
  if (!/form-data|x-www-form-urlencoded/.test(contentType))
    return writeText(value, headers, operation, context);
  const isMultipart = contentType.startsWith("multipart/");
  // `fetch` sets the header, because only it knows the boundary.
  if (isMultipart) delete headers["content-type"];
  if (value instanceof FormData || value instanceof URLSearchParams) return value;
  if (typeof value !== "object" || value === null)
    throw argumentError(operation, `a body of type ${contentType} must be an object`);
  const form = isMultipart ? new FormData() : new URLSearchParams();
  for (const [name, member] of Object.entries(value as Record<string, unknown>)) {
    const items: unknown[] = Array.isArray(member) ? member : [member];
    for (const item of items) {
      if (item === undefined || item === null) continue;
      if (form instanceof FormData && (item instanceof Blob || item instanceof Uint8Array)) {
        form.append(name, item instanceof Blob ? item : new Blob([item as Uint8Array<ArrayBuffer>]));
      } else form.append(name, typeof item === "object" ? JSON.stringify(item) : String(item));
    }
  }
  return form;
};
