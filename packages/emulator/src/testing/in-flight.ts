/** Counts the pending work. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  /**
   * Counts a promise until it settles.
   *
   * @returns The promise.
   */
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

  /** Resolves when no work is pending, and what it scheduled for the end of the event-loop turn has been written. */
  async settled(): Promise<void> {
    do {
      if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#count > 0);
  }
}
