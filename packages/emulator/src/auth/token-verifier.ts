import { type KeyObject, createHmac, timingSafeEqual } from "node:crypto";
import type { AccessKeys } from "./access-keys.js";

/** Payload of a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** A token that was refused. The message says why and never contains the token. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

/** Tokens remembered after their signature was checked, so that a busy caller costs one HMAC. */
const cacheSize = 10_000;
/** Difference between two machines' clocks that `nbf` allows for. */
const clockSkewInSeconds = 300;
const maxTokenLength = 16 * 1024;

/** Checks signature and life time of access-key tokens. Audiences are the caller's business. */
export class TokenVerifier {
  readonly #keys: AccessKeys;
  readonly #now: () => number;
  readonly #digests: ReadonlyMap<string, string>;
  readonly #verified = new Map<string, Claims>();

  constructor(keys: AccessKeys, options: { readonly now: () => number; readonly strict: boolean }) {
    this.#keys = keys;
    this.#now = options.now;
    this.#digests = new Map(
      options.strict
        ? [["HS256", "sha256"]]
        : [
            ["HS256", "sha256"],
            ["HS512", "sha512"],
          ],
    );
  }

  /** @throws {TokenError} */
  verify(token: string): Claims {
    let claims = this.#verified.get(token);
    if (claims === undefined) {
      claims = this.#checkSignature(token);
      if (this.#verified.size >= cacheSize) this.#forgetOldest();
      this.#verified.set(token, claims);
    }
    this.checkLifetime(claims);
    return claims;
  }

  #forgetOldest(): void {
    for (const token of this.#verified.keys()) {
      this.#verified.delete(token);
      return;
    }
  }

  #checkSignature(token: string): Claims {
    if (token.length > maxTokenLength) throw new TokenError("The token is longer than 16 KB");
    const [header, payload, signature, ...more] = token.split(".");
    if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
      throw new TokenError("The token is not a JWT of three parts");
    }
    const { alg, kid } = parsePart(header, "header");
    const digest = typeof alg === "string" ? this.#digests.get(alg) : undefined;
    if (digest === undefined) {
      throw new TokenError(`The token algorithm must be ${[...this.#digests.keys()].join(" or ")}`);
    }
    const given = Buffer.from(signature, "base64url");
    const signed = token.slice(0, header.length + 1 + payload.length);
    const candidates = this.#keys.candidates(typeof kid === "string" ? kid : undefined);
    if (!candidates.some((key) => signatureMatches(digest, key, signed, given))) {
      throw new TokenError("The signature is invalid: the token was signed with another access key");
    }
    return parsePart(payload, "payload");
  }

  /** @throws {TokenError} */
  checkLifetime(claims: Claims): void {
    const now = this.#now() / 1000;
    const { exp, nbf } = claims;
    if (typeof exp !== "number") throw new TokenError("The token has no expiration time (exp)");
    if (exp <= now) throw new TokenError(`The token expired at ${toIso(exp)}`);
    if (nbf !== undefined && (typeof nbf !== "number" || nbf > now + clockSkewInSeconds)) {
      throw new TokenError(
        `The token is not valid before ${typeof nbf === "number" ? toIso(nbf) : "a time (nbf) that is no number"}`,
      );
    }
  }
}

/** What the token claims, believed by nobody yet; undefined when it is no JWT. */
export function readUnverified(token: string): Claims | undefined {
  const parts = token.split(".", 4);
  const [, payload] = parts;
  if (token.length > maxTokenLength || parts.length !== 3 || payload === undefined) return undefined;
  try {
    return parsePart(payload, "payload");
  } catch (error) {
    if (error instanceof TokenError) return undefined;
    throw error;
  }
}

function signatureMatches(digest: string, key: KeyObject, signed: string, given: Buffer): boolean {
  const expected = createHmac(digest, key).update(signed).digest();
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function parsePart(part: string, name: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return Object.fromEntries(Object.entries(value));
  } catch {
    // Told below, without the content.
  }
  throw new TokenError(`The token ${name} is not a JSON object`);
}

function toIso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString();
}
