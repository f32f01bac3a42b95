import { type KeyObject, createHmac, timingSafeEqual } from "node:crypto";
import type { AccessKeys } from "./access-keys.js";
import type { Claims } from "./claims.js";
import { RecentClaims } from "./recent-claims.js";

/** A token that was refused. The message says why and never contains the token. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

/** Tokens remembered after their signature was checked, so that a busy caller costs one HMAC. */
const cacheSize = 10_000;
/** Difference between two machines' clocks that `nbf` allows for. */
const clockSkewInSeconds = 300;
const maxTokenLength = 16 * 1024;

/** Checks the signature and lifetime of access-key tokens. Audiences are the caller's business. */
export class TokenVerifier {
  readonly #keys: AccessKeys;
  readonly #now: () => number;
  readonly #digests: ReadonlyMap<string, string>;
  readonly #verified = new RecentClaims(cacheSize);
  /** The header read last; a signer writes the same one into all its tokens. */
  #lastHeader: { readonly part: string; readonly content: Claims } = { part: "", content: {} };

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

  /**
   * @param options.remember False for a token that is hardly seen again: thousands of connections bring one each.
   * @throws {TokenError}
   */
  verify(token: string, options: { readonly remember?: boolean } = {}): Claims {
    let claims = this.#verified.get(token);
    if (claims === undefined) {
      const checked = this.#checkSignature(token);
      claims = checked.claims;
      if (checked.lasting && options.remember !== false) this.#verified.set(token, claims);
    }
    this.checkLifetime(claims);
    return claims;
  }

  /** @returns the claims, and whether the signature will still be good the next time. */
  #checkSignature(token: string): { readonly claims: Claims; readonly lasting: boolean } {
    if (token.length > maxTokenLength) throw new TokenError("The token exceeds 16 KB");
    const headerEnd = token.indexOf(".");
    const payloadEnd = token.indexOf(".", headerEnd + 1);
    if (headerEnd === -1 || payloadEnd === -1 || token.includes(".", payloadEnd + 1)) {
      throw new TokenError("The token is not a JWT with three parts");
    }
    const header = this.#readHeader(token.slice(0, headerEnd));
    // RFC 7515 section 4.1.11: a recipient that does not understand an extension must reject the token, and none is understood here.
    if (Object.hasOwn(header, "crit"))
      throw new TokenError("The token has a critical header (crit), which the emulator does not support");
    const { alg, kid } = header;
    const digest = typeof alg === "string" ? this.#digests.get(alg) : undefined;
    if (digest === undefined) {
      throw new TokenError(`The token algorithm must be ${[...this.#digests.keys()].join(" or ")}`);
    }
    const given = Buffer.from(token.slice(payloadEnd + 1), "base64url");
    const signed = token.slice(0, payloadEnd);
    const { keys, lasting } = this.#keys.candidates(typeof kid === "string" ? kid : undefined);
    if (!keys.some((key) => signatureMatches(digest, key, signed, given))) {
      throw new TokenError("The token signature does not match any of the access keys");
    }
    return { claims: parsePart(token.slice(headerEnd + 1, payloadEnd), "payload"), lasting };
  }

  #readHeader(part: string): Claims {
    if (this.#lastHeader.part !== part) this.#lastHeader = { part, content: parsePart(part, "header") };
    return this.#lastHeader.content;
  }

  /** @throws {TokenError} */
  checkLifetime(claims: Claims): void {
    const now = this.#now() / 1000;
    const { exp, nbf } = claims;
    if (typeof exp !== "number") throw new TokenError("The token has no expiration time (exp)");
    if (exp <= now) throw new TokenError(`The token expired at ${toIso(exp)}`);
    if (nbf !== undefined && (typeof nbf !== "number" || nbf > now + clockSkewInSeconds)) {
      throw new TokenError(
        `The token is not valid before ${typeof nbf === "number" ? toIso(nbf) : "a time (nbf) that is not a number"}`,
      );
    }
  }
}

/** The unverified claims of a token; undefined when it is not a JWT. */
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

function isClaims(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsePart(part: string, name: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    if (isClaims(value)) return value;
  } catch {
    // Told below, without the content.
  }
  throw new TokenError(`The token ${name} is not a JSON object`);
}

function toIso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString();
}
