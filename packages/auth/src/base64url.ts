/** Native encoder of newer runtimes (ECMAScript 2026), which is missing from the types of the oldest supported TypeScript. */
type NativeBase64 = (options: { alphabet: "base64url"; omitPadding: boolean }) => string;

const native = (Uint8Array.prototype as { toBase64?: NativeBase64 }).toBase64;

/** Base64url without padding (RFC 7515, appendix C). For headers, claims and MACs: at most a few kilobytes. */
export const base64url: (bytes: Uint8Array) => string =
  native === undefined ? encode : (bytes) => native.call(bytes, { alphabet: "base64url", omitPadding: true });

/** Fallback for runtimes without a native encoder. */
export function encode(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
