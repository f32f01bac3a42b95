/** Counts the work that has begun and not ended. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** Counts until the promise is settled. @returns the promise */
  track<T>(work: Promise<T>): Promise<T> {
    this.#count++;
    const end = (): void => {
      if (--this.#count > 0) return;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve();
    };
    work.then(end, end);
    return work;
  }

  /** Resolves once there is none, and what it left for the end of the turn is written. */
  async settled(): Promise<void> {
    do {
      if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#count > 0);
  }
}
