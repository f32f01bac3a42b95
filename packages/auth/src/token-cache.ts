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

/**
 * Signed tokens by audience. The least recently used one leaves when the cache is full, so an attacker who chooses
 * group names cannot make it grow.
 */
export class TokenCache {
  readonly #entries = new Map<string, CachedToken>();
  readonly #capacity: number;
  readonly #clock: Clock;
  readonly #random: () => number;
  #newest: string | undefined;

  constructor(capacity: number, clock: Clock, random: () => number) {
    this.#capacity = capacity;
    this.#clock = clock;
    this.#random = random;
  }

  get size(): number {
    return this.#entries.size;
  }

  peek(audience: string): CachedToken | undefined {
    return this.#entries.get(audience);
  }

  /** The token of an audience, unless it is due. A clock that was set back makes a token due as well. */
  get(audience: string, keyIndex: number): CachedToken | undefined {
    const entry = this.#entries.get(audience);
    if (entry === undefined || entry.keyIndex !== keyIndex) return undefined;
    const now = this.#clock();
    // Asked like this, the answer to a clock that gives NaN is no.
    if (!(now < entry.renewAt && now >= entry.issuedAt)) return undefined;
    if (this.#newest !== audience) this.#touch(audience, entry);
    entry.reused = true;
    return entry;
  }

  set(audience: string, token: string, keyIndex: number, issuedAt: number, lifetimeInSeconds: number): void {
    const margin = Math.min(lifetimeInSeconds / 10, maximumMarginInSeconds);
    // Jitter, so that tokens made together are not renewed together.
    const early = margin * (1 + this.#random()) * 1000;
    const renewAt = issuedAt + lifetimeInSeconds * 1000 - early;
    this.#touch(audience, { token, keyIndex, issuedAt, renewAt, reused: false });
    if (this.#entries.size <= this.#capacity) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  #touch(audience: string, entry: CachedToken): void {
    this.#entries.delete(audience);
    this.#entries.set(audience, entry);
    this.#newest = audience;
  }
}
