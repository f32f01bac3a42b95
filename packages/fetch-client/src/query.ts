/**
 * Serializes a query parameter in the style `form` with `explode`, which is OpenAPI's default: an array repeats its key.
 *
 * @returns Pairs joined with `&`, or an empty string for an empty array.
 * @throws {TypeError} If a value is not well-formed Unicode.
 */
export function encodeForm(name: string, value: unknown): string {
  return [value]
    .flat()
    .map((item) => `${encodeQuery(name, name)}=${encodeQuery(name, String(item))}`)
    .join("&");
}

/** @throws {TypeError} If the text has a lone surrogate. */
export function encodeQuery(name: string, text: string): string {
  return encodeText(text, (reason, cause) => new TypeError(`Query parameter "${name}" ${reason}`, { cause }));
}

/** Percent-encodes text, or throws the error that `fail` creates from the reason. */
export function encodeText(text: string, fail: (reason: string, cause: unknown) => Error): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw fail("is not well-formed Unicode (it has a lone surrogate)", cause);
  }
}
