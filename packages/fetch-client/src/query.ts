/**
 * Writes one query parameter in the style `form` with `explode`, which is OpenAPI's default: an array repeats its key.
 *
 * @returns Pairs joined with `&`; an empty string for an empty array.
 * @throws {TypeError} when a value is not well-formed Unicode.
 */
export function encodeForm(name: string, value: unknown): string {
  return (Array.isArray(value) ? (value as unknown[]) : [value])
    .map((item) => `${encodeQuery(name, name)}=${encodeQuery(name, String(item))}`)
    .join("&");
}

/** Writes a query; `undefined` and `null` are left out. */
export function serializeQuery(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined || value === null ? "" : encodeForm(name, value)))
    .filter(Boolean)
    .join("&");
}

/** @throws {TypeError} when the text has a lone surrogate. */
export function encodeQuery(name: string, text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new TypeError(`Query parameter "${name}" is not well-formed Unicode (it has a lone surrogate)`, {
      cause,
    });
  }
}
