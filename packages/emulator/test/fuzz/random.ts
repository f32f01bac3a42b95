/** A small generator of random values that a seed makes repeatable. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** An integer from 0 to `limit - 1`. */
  below(limit: number): number {
    // Mulberry32: good enough to pick inputs, and the same on every machine.
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError("There is nothing to pick");
    return value;
  }

  bytes(maxLength: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length: this.below(maxLength) }, () => this.below(256));
  }
}
