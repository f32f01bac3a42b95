/**
 * Writes query parameters in the style `form` with `explode`, which is OpenAPI's default: an array repeats its key.
 * `undefined` and `null` are left out.
 *
 * @throws {TypeError} when a value is not well-formed Unicode.
 */
export function serializeQuery(values: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const name in values) {
    const value = values[name];
    if (value === undefined || value === null) continue;
    if (value instanceof EncodedQuery) {
      if (value.text !== "") parts.push(value.text);
      continue;
    }
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      parts.push(`${encodeQuery(name, name)}=${encodeQuery(name, String(item))}`);
    }
  }
  return parts.join("&");
}

/** A query parameter that is written already, name included. */
export class EncodedQuery {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
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
