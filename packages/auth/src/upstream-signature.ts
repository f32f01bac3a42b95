import { assertAccessKey } from "./access-key.js";

/** Input of {@link verifyUpstreamSignature}. */
export interface UpstreamSignature {
  /** The `X-ASRS-Connection-Id` header. */
  readonly connectionId: string | null | undefined;
  /** The `X-ASRS-Signature` header: a comma-separated list of `sha256=<hex>`, one per access key of the resource. */
  readonly signature: string | null | undefined;
  /** One or both access keys of the resource. One signature has to match one of them. */
  readonly accessKeys: string | readonly string[];
}

const encoder = new TextEncoder();

// A resource has two keys, and the service sends one signature per key. The limit leaves some room and bounds the work.
const maximumSignatures = 4;

/**
 * Verifies the signature of an upstream (webhook) request. The comparison takes constant time.
 *
 * The signature covers only the connection ID. It does not authenticate the body, the event or the user ID, and an attacker who
 * has seen a request can replay it. Use https, and put a secret into the upstream URL.
 *
 * @returns `true` if the signature matches one of the keys, `false` if it does not, is missing or malformed.
 * @throws {SignalRAuthError} `access-key-invalid`
 *
 * @example
 * ```ts
 * import { verifyUpstreamSignature } from "@x/auth";
 *
 * const genuine = await verifyUpstreamSignature({
 *   connectionId: "conn-1",
 *   signature: "sha256=261F7F58FF9FB9BB8BE7E4951A807FE6091E5C074885BF63B865ECCD28728881",
 *   accessKeys: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH",
 * });
 * console.log(genuine); // true
 * ```
 */
export async function verifyUpstreamSignature(options: UpstreamSignature): Promise<boolean> {
  const keys = typeof options.accessKeys === "string" ? [options.accessKeys] : options.accessKeys;
  for (const key of keys) assertAccessKey(key, "The access key");
  const { connectionId, signature } = options;
  if (typeof connectionId !== "string" || connectionId === "" || typeof signature !== "string") return false;
  const parts = signature.split(",", maximumSignatures + 1);
  if (parts.length > maximumSignatures) return false;
  const macs = parts.map(readHex).filter((mac) => mac !== undefined);
  const data = encoder.encode(connectionId);
  const results = await Promise.all(keys.map((key) => matchesAny(key, macs, data)));
  return results.includes(true);
}

async function matchesAny(
  key: string,
  macs: readonly Uint8Array<ArrayBuffer>[],
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["verify"]);
  // WebCrypto compares in constant time.
  const results = await Promise.all(macs.map((mac) => crypto.subtle.verify("HMAC", imported, mac, data)));
  return results.includes(true);
}

/** The service always sends the prefix, but its documentation omits it. The case differs between service and emulator. */
function readHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  const hex = /^\s*(?:sha256=)?([0-9a-f]{64})\s*$/i.exec(text)?.[1];
  if (hex === undefined) return undefined;
  return Uint8Array.from({ length: 32 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}
