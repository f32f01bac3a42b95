import type { Clock } from "./clock.js";

export interface CachedToken {
  readonly token: string;
  /** Which of the keys signed. */
  readonly keyIndex: number;
  readonly issuedAt: number;
  readonly renewAt: number;
  /** Whether it has been handed out from the cache, so that it may be stale when it is refused. */
  reused: boolean;
}

/** Seconds of the lifetime before its end in which a token is renewed: a tenth, at most five minutes. */
const maximumMarginInSeconds = 300;

/** Signed tokens by audience. */
export interface TokenCache {
  /** The token of an audience, due or not. */
  peek(audience: string): CachedToken | undefined;
  /** The token of an audience, unless it is due or another key signed it. */
  get(audience: string, keyIndex: number): CachedToken | undefined;
  set(audience: string, token: string, keyIndex: number, issuedAt: number, lifetimeInSeconds: number): void;
}

/**
 * Makes a cache. The least recently used token leaves when it is full, so an attacker who chooses group names cannot make it grow.
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
      // A clock that was set back makes a token due as well. Asked like this, the answer to a clock that gives NaN is no.
      if (entry?.keyIndex !== keyIndex || !(now < entry.renewAt && now >= entry.issuedAt)) return undefined;
      if (newest !== audience) touch(audience, entry);
      entry.reused = true;
      return entry;
    },

    set(audience, token, keyIndex, issuedAt, lifetimeInSeconds) {
      const margin = Math.min(lifetimeInSeconds / 10, maximumMarginInSeconds);
      // Jitter, so that tokens made together are not renewed together.
      const early = margin * (1 + random()) * 1000;
      const renewAt = issuedAt + lifetimeInSeconds * 1000 - early;
      touch(audience, { token, keyIndex, issuedAt, renewAt, reused: false });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
  };
}
