import { seededRandom } from "../../src/rest/seeded-random.js";

/** A small generator of random values that a seed makes repeatable. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** An integer from 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor(this.#next() * limit);
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
