import { compactVerify, errors } from "jose";
import { systemClock, type Clock } from "./clock.js";
import { SignalRAuthError } from "./errors.js";
import { numberOption } from "./number-option.js";

/** Options of {@link verifyToken}. */
export interface VerifyTokenOptions {
  /** The keys that the token may be signed with: primary, secondary or dynamic access keys. */
  readonly keys: string | readonly string[];
  /** The expected audience, compared exactly. If omitted, the audience is not checked. */
  readonly audience?: string;
  /** Allowed difference between the clocks of issuer and verifier, in seconds. Default: 0. */
  readonly clockToleranceInSeconds?: number;
  /** Source of the current time. Default: `Date.now`. */
  readonly clock?: Clock;
}

/** The result of {@link verifyToken}. */
export interface VerifiedToken {
  /** The claims of the token. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The `kid` header. Present on tokens that were signed with a dynamic key. */
  readonly keyId?: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

// The service's limit for request headers. Longer text is rejected before computing an HMAC.
const maximumLength = 16_384;

/**
 * Verifies a token that was signed with an access key: its HS256 signature, lifetime and, if given, audience.
 *
 * @returns The claims and the key ID.
 * @throws {SignalRAuthError} `token-malformed`, `token-signature-invalid`, `token-expired`, `token-not-yet-valid`,
 * `token-audience-invalid`
 * @throws {TypeError | RangeError} If `clockToleranceInSeconds` is not a finite number of at least 0.
 *
 * @example
 * ```ts
 * import { signServiceToken, verifyToken } from "@x/auth";
 *
 * const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
 * const audience = "https://contoso.service.signalr.net/api/hubs/chat/:send";
 * const { claims } = await verifyToken(await signServiceToken({ key, audience }), { keys: [key], audience });
 * console.log(claims.aud);
 * ```
 */
export async function verifyToken(token: string, options: VerifyTokenOptions): Promise<VerifiedToken> {
  const tolerance = numberOption("clockToleranceInSeconds", options.clockToleranceInSeconds ?? 0);
  if (typeof token !== "string" || token.length > maximumLength) throw malformed();
  const keys = typeof options.keys === "string" ? [options.keys] : options.keys;
  const { claims, keyId } = await verifySignature(token, keys);
  const now = Math.floor((options.clock ?? systemClock)() / 1000);
  checkLifetime(claims, now, tolerance);
  if (options.audience !== undefined) checkAudience(claims["aud"], options.audience);
  return keyId === undefined ? { claims } : { claims, keyId };
}

async function verifySignature(token: string, keys: readonly string[]): Promise<VerifiedToken> {
  for (const key of keys) {
    if (key === "") continue;
    try {
      // Sequentially, because the first key nearly always matches.
      const { payload, protectedHeader } = await compactVerify(token, encoder.encode(key), {
        algorithms: ["HS256"],
      });
      const claims = readClaims(payload);
      return typeof protectedHeader.kid === "string" ? { claims, keyId: protectedHeader.kid } : { claims };
    } catch (error) {
      // The next key may match. Any other fault of a token does not depend on the key.
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      if (error instanceof SignalRAuthError) throw error;
      if (error instanceof errors.JOSEAlgNotAllowed) {
        throw new SignalRAuthError("token-signature-invalid", "The token is not signed with HS256");
      }
      throw malformed();
    }
  }
  throw new SignalRAuthError(
    "token-signature-invalid",
    "The signature of the token does not match any of the access keys",
  );
}

function readClaims(payload: Uint8Array): Record<string, unknown> {
  let claims: unknown;
  try {
    claims = JSON.parse(decoder.decode(payload));
  } catch {
    throw malformed();
  }
  if (typeof claims !== "object" || claims === null || Array.isArray(claims)) throw malformed();
  return claims as Record<string, unknown>;
}

function malformed(): SignalRAuthError {
  return new SignalRAuthError(
    "token-malformed",
    "The token is not a compact JWT whose payload is a JSON object",
  );
}

function checkLifetime(claims: Readonly<Record<string, unknown>>, now: number, tolerance: number): void {
  const { exp, nbf } = claims;
  if (!isTime(exp) || (nbf !== undefined && !isTime(nbf))) throw malformed();
  // Negated, so that a clock that returns NaN fails the check.
  if (!(exp > now - tolerance)) {
    throw new SignalRAuthError("token-expired", `The token expired ${now - exp} seconds ago`);
  }
  if (nbf !== undefined && !(nbf <= now + tolerance)) {
    throw new SignalRAuthError(
      "token-not-yet-valid",
      `The token is not valid yet: it becomes valid in ${nbf - now} seconds. Check the clocks`,
    );
  }
}

/** `JSON.parse` reads 1e999 as Infinity. */
function isTime(claim: unknown): claim is number {
  return Number.isFinite(claim);
}

function checkAudience(aud: unknown, expected: string): void {
  if (aud === expected || (Array.isArray(aud) && aud.includes(expected))) return;
  throw new SignalRAuthError("token-audience-invalid", `The audience of the token is not ${expected}`);
}
