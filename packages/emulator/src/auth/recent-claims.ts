import type { Claims } from "./claims.js";

/**
 * What genuine tokens claim, of those that were seen of late: at least half of `size`, at most `size` of them.
 *
 * Two maps that take turns, because a map that loses its oldest entry for each new one has to be searched for the next oldest
 * through all that it lost.
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
