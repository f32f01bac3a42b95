/**
 * Decodes text from a header of an upstream request: percent-encoded UTF-8. The service documents no encoding, so this is our
 * choice, which the emulator shares. Escapes that are not well-formed stay as they are.
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
 * Tells whether `parseUpstreamRequest` would return a user ID or claim value unchanged, regardless of how the sender encodes it:
 * not split at a comma (`X-ASRS-User-Claims` is a list), not trimmed, and not decoded.
 */
export function isUpstreamText(text: string): boolean {
  return !/[,\p{Cc}\p{Surrogate}]/u.test(text) && text.trim() === text && decodeUpstreamText(text) === text;
}

/** Same for a claim name, which ends at `: ` and may be a URL. */
export function isUpstreamClaimName(name: string): boolean {
  return name !== "" && isUpstreamText(name) && !/:(?:\s|$)/u.test(name);
}
