import { trimAudience } from "./audience.js";
import { systemClock, type Clock } from "./clock.js";
import type { SignalRCredential } from "./credential.js";
import { assertLifetime, defaultLifetimeInSeconds } from "./lifetime.js";
import { numberOption } from "./number-option.js";
import { SigningKey } from "./signing-key.js";
import { createTokenCache } from "./token-cache.js";

/** Options of {@link accessKeyCredential}. */
export interface AccessKeyCredentialOptions {
  /** The access key, as text. Its UTF-8 bytes are the key; it is not base64-decoded. */
  readonly key: string;
  /** `KeyId` of a dynamic key, written to the `kid` header. Omit it for the access keys of a connection string. */
  readonly id?: string;
  /** The other access key of the resource, which is tried when the service rejects the first. Lets you rotate keys without downtime. */
  readonly secondaryKey?: string;
  /** Lifetime of each token: 1 to 86,400 seconds. Default: 3,600. */
  readonly expiresInSeconds?: number;
  /** Maximum number of cached tokens. Default: 1,000. */
  readonly cacheCapacity?: number;
  /** Source of the current time. Default: `Date.now`. */
  readonly clock?: Clock;
  /** Returns a number from 0 to 1, the jitter that spreads renewals over time. Default: `Math.random`. */
  readonly random?: () => number;
}

/**
 * Creates a credential that signs a token per route with an access key, and caches it until shortly before it expires.
 *
 * @throws {SignalRAuthError} `access-key-invalid`, `lifetime-invalid`
 * @throws {TypeError | RangeError} If `cacheCapacity` is not a finite number of at least 0.
 *
 * @example
 * ```ts
 * import { accessKeyCredential, createAuthMiddleware } from "@x/auth";
 *
 * const auth = createAuthMiddleware(accessKeyCredential({ key: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=" }));
 * ```
 */
export function accessKeyCredential({
  key,
  id,
  secondaryKey,
  expiresInSeconds = defaultLifetimeInSeconds,
  cacheCapacity = 1000,
  clock = systemClock,
  random = Math.random,
}: AccessKeyCredentialOptions): SignalRCredential {
  assertLifetime(expiresInSeconds);
  const keys = [new SigningKey(key, id)];
  if (secondaryKey !== undefined) keys.push(new SigningKey(secondaryKey));
  const cache = createTokenCache(numberOption("cacheCapacity", cacheCapacity), clock, random);
  const pending = new Map<string, Promise<string>>();
  /** Replacement tokens that the service has not accepted yet, by the key that signed them; the oldest comes first. */
  const trials = new Map<string, number>();
  /** Index of the key whose token the service accepted last. */
  let preferred = 0;

  const sign = (audience: string, keyIndex: number) => {
    const iat = Math.floor(clock() / 1000);
    const claims = { aud: trimAudience(audience), iat, exp: iat + expiresInSeconds };
    return (keys[keyIndex] as SigningKey).sign(claims);
  };

  /** Signs and caches a token. Concurrent callers share it. */
  const mint = (audience: string, keyIndex: number) => {
    const flight = `${keyIndex} ${audience}`;
    let minting = pending.get(flight);
    if (minting === undefined) {
      const issuedAt = clock();
      minting = sign(audience, keyIndex)
        .then((token) => {
          cache.set(audience, token, keyIndex, issuedAt, expiresInSeconds);
          return token;
        })
        .finally(() => pending.delete(flight));
      pending.set(flight, minting);
    }
    return minting;
  };

  const replace = async (audience: string, previous: string) => {
    const entry = cache.peek(audience);
    // Another call has renewed it in the meantime.
    if (entry !== undefined && entry.token !== previous) return entry.token;
    const refused = entry?.keyIndex ?? preferred;
    if (keys.length > 1) {
      const other = 1 - refused;
      const token = await sign(audience, other);
      trials.set(token, other);
      const [oldest] = trials.keys();
      if (trials.size > 64 && oldest !== undefined) trials.delete(oldest);
      return token;
    }
    // There is only one key, and the token was signed for this call: another token like it would be rejected too.
    if (entry?.reused !== true) return undefined;
    const token = await mint(audience, refused);
    return token === previous ? undefined : token;
  };

  return {
    getToken(audience, { signal, previous } = {}) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (previous !== undefined) return replace(audience, previous);
      const cached = cache.get(audience, preferred);
      return cached === undefined ? mint(audience, preferred) : Promise.resolve(cached.token);
    },

    confirmToken(token) {
      preferred = trials.get(token) ?? preferred;
      trials.delete(token);
    },
  };
}
