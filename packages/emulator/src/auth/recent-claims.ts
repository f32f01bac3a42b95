import type { Claims } from "./claims.js";

/**
 * A two-generation cache of the claims of genuine tokens: it holds at least half of `size`, and at most `size`.
 *
 * One map that drops its oldest entry for each new one would be slower: to find the next oldest it walks over all that were
 * dropped.
 */
export class RecentClaims {
  readonly #half: number;
  #young = new Map<string, Claims>();
  #old = new Map<string, Claims>();

  constructor(size: number) {
    this.#half = Math.ceil(size / 2);
  }

  get(token: string): Claims | undefined {
    const young = this.#young.get(token);
    if (young !== undefined) return young;
    const old = this.#old.get(token);
    if (old !== undefined) this.set(token, old);
    return old;
  }

  set(token: string, claims: Claims): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(token, claims);
  }
}
