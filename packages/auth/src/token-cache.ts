import type { Clock } from "./clock.js";

export interface CachedToken {
  readonly token: string;
  /** Index of the key that signed the token. */
  readonly keyIndex: number;
  readonly issuedAt: number;
  readonly renewAt: number;
  /** Whether the token was returned from the cache, so that it may be stale if the service rejects it. */
  reused: boolean;
}

/** A token is renewed when a tenth of its lifetime is left, but at most this many seconds (before jitter). */
const maximumMarginInSeconds = 300;

/** Cache of signed tokens by audience. */
export interface TokenCache {
  /** Returns the token of an audience, even if it is due for renewal. */
  peek(audience: string): CachedToken | undefined;
  /** Returns the token of an audience, unless it is due for renewal or was signed with another key. */
  get(audience: string, keyIndex: number): CachedToken | undefined;
  set(audience: string, token: string, keyIndex: number, issuedAt: number, lifetimeInSeconds: number): void;
}

/**
 * Creates a cache that evicts the least recently used token when it is full, so that an attacker who chooses group names cannot
 * make it grow.
 */
export function createTokenCache(capacity: number, clock: Clock, random: () => number): TokenCache {
  const entries = new Map<string, CachedToken>();
  let newest: string | undefined;

  const touch = (audience: string, entry: CachedToken) => {
    entries.delete(audience);
    entries.set(audience, entry);
    newest = audience;
  };

  return {
    peek: (audience) => entries.get(audience),

    get(audience, keyIndex) {
      const entry = entries.get(audience);
      const now = clock();
      // A token is also due after the clock was set back. Negated, so that a clock that returns NaN counts as due.
      if (entry?.keyIndex !== keyIndex || !(now < entry.renewAt && now >= entry.issuedAt)) return undefined;
      if (newest !== audience) touch(audience, entry);
      entry.reused = true;
      return entry;
    },

    set(audience, token, keyIndex, issuedAt, lifetimeInSeconds) {
      const margin = Math.min(lifetimeInSeconds / 10, maximumMarginInSeconds);
      // Jitter, so that tokens that were signed at the same time are not renewed at the same time.
      const early = margin * (1 + random()) * 1000;
      const renewAt = issuedAt + lifetimeInSeconds * 1000 - early;
      touch(audience, { token, keyIndex, issuedAt, renewAt, reused: false });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
  };
}
