/**
 * Text as the headers of an upstream request carry it: percent-encoded UTF-8 where a header could not hold it as it is.
 * The service documents no encoding, so this is our choice, shared with the emulator; what is not well-formed stays.
 */
export function decodeUpstreamText(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/**
 * Tells whether `parseUpstreamRequest` reads a user id or the value of a claim back as it was, however the sender encodes it:
 * not cut at a comma (`X-ASRS-User-Claims` is a list), not trimmed, not decoded.
 */
export function isUpstreamText(text: string): boolean {
  return !/[,\p{Cc}\p{Surrogate}]/u.test(text) && text.trim() === text && decodeUpstreamText(text) === text;
}

/** A claim name ends at `: `, and may be a URL. */
export function isUpstreamClaimName(name: string): boolean {
  return name !== "" && isUpstreamText(name) && !/:(?:\s|$)/u.test(name);
}
