import { serviceAudience } from "./audience.js";
import { systemClock, type Clock } from "./clock.js";
import type { GetTokenOptions, SignalRCredential } from "./credential.js";
import { assertLifetime, defaultLifetimeInSeconds } from "./lifetime.js";
import { numberOption } from "./number-option.js";
import { SigningKey } from "./signing-key.js";
import { TokenCache } from "./token-cache.js";

/** Options of {@link accessKeyCredential}. */
export interface AccessKeyCredentialOptions {
  /** The access key as text. Its UTF-8 bytes are the key; it is not base64-decoded. */
  readonly key: string;
  /** `KeyId` of a dynamic key, written as `kid`. Leave it out for the keys of a connection string. */
  readonly id?: string;
  /** The other key of the resource, tried when the service refuses the first: keys can be rotated without a pause. */
  readonly secondaryKey?: string;
  /** Lifetime of each token: 1 to 86,400 seconds, 3,600 by default. */
  readonly expiresInSeconds?: number;
  /** How many tokens are kept, 1,000 by default. */
  readonly cacheCapacity?: number;
  /** Source of time, `Date.now` by default. */
  readonly clock?: Clock;
  /** A number from 0 to 1 that spreads renewals, `Math.random` by default. */
  readonly random?: () => number;
}

/**
 * Signs a token for each route with an access key, and keeps it until shortly before it expires.
 *
 * @throws {SignalRAuthError} `access-key-invalid`, `lifetime-invalid`
 * @throws {TypeError | RangeError} when `cacheCapacity` is not a number of at least 0.
 *
 * @example
 * ```ts
 * import { accessKeyCredential, createAuthMiddleware } from "@x/auth";
 *
 * const auth = createAuthMiddleware(accessKeyCredential({ key: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=" }));
 * ```
 */
export function accessKeyCredential(options: AccessKeyCredentialOptions): SignalRCredential {
  return new AccessKeyCredential(options);
}

class AccessKeyCredential implements SignalRCredential {
  readonly #keys: readonly SigningKey[];
  readonly #expiresInSeconds: number;
  readonly #clock: Clock;
  readonly #cache: TokenCache;
  readonly #pending = new Map<string, Promise<string>>();
  /** Replacements whose fate is not known yet, oldest first. */
  readonly #trials = new Map<string, number>();
  /** The key that worked last. */
  #preferred = 0;

  constructor(options: AccessKeyCredentialOptions) {
    const { key, id, secondaryKey, expiresInSeconds = defaultLifetimeInSeconds } = options;
    assertLifetime(expiresInSeconds);
    this.#keys =
      secondaryKey === undefined
        ? [new SigningKey(key, id)]
        : [new SigningKey(key, id), new SigningKey(secondaryKey)];
    this.#expiresInSeconds = expiresInSeconds;
    this.#clock = options.clock ?? systemClock;
    const cacheCapacity = numberOption("cacheCapacity", options.cacheCapacity ?? 1000);
    this.#cache = new TokenCache(cacheCapacity, this.#clock, options.random ?? Math.random);
  }

  getToken(audience: string, options: GetTokenOptions = {}): Promise<string | undefined> {
    if (options.signal?.aborted === true) return Promise.reject(options.signal.reason);
    if (options.previous !== undefined) return this.#replace(audience, options.previous);
    const cached = this.#cache.get(audience, this.#preferred);
    return cached === undefined ? this.#mint(audience, this.#preferred) : Promise.resolve(cached.token);
  }

  confirmToken(token: string): void {
    const keyIndex = this.#trials.get(token);
    if (keyIndex === undefined) return;
    this.#trials.delete(token);
    this.#preferred = keyIndex;
  }

  async #replace(audience: string, previous: string): Promise<string | undefined> {
    const entry = this.#cache.peek(audience);
    // Somebody has renewed it meanwhile.
    if (entry !== undefined && entry.token !== previous) return entry.token;
    const refused = entry?.keyIndex ?? this.#preferred;
    if (this.#keys.length > 1) {
      const other = (refused + 1) % this.#keys.length;
      const token = await this.#sign(audience, other);
      this.#trials.set(token, other);
      const [oldest] = this.#trials.keys();
      if (this.#trials.size > 64 && oldest !== undefined) this.#trials.delete(oldest);
      return token;
    }
    // One key, and the token was made for this very call: another one like it would be refused too.
    if (entry?.reused !== true) return undefined;
    const token = await this.#mint(audience, refused);
    return token === previous ? undefined : token;
  }

  /** Signs and keeps a token; callers who ask at the same time share it. */
  #mint(audience: string, keyIndex: number): Promise<string> {
    const flight = `${keyIndex} ${audience}`;
    const pending = this.#pending.get(flight);
    if (pending !== undefined) return pending;
    const issuedAt = this.#clock();
    const minting = this.#sign(audience, keyIndex)
      .then((token) => {
        this.#cache.set(audience, token, keyIndex, issuedAt, this.#expiresInSeconds);
        return token;
      })
      .finally(() => this.#pending.delete(flight));
    this.#pending.set(flight, minting);
    return minting;
  }

  #sign(audience: string, keyIndex: number): Promise<string> {
    // The middleware hands over finished audiences; reading each as a URL again would cost a fifth of a signature.
    const aud = /[?#]|\/$/.test(audience) ? serviceAudience(audience) : audience;
    const iat = Math.floor(this.#clock() / 1000);
    const key = this.#keys[keyIndex] as SigningKey;
    return key.sign({ aud, iat, exp: iat + this.#expiresInSeconds });
  }
}
