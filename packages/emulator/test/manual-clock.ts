import type { Clock } from "../src/index.js";

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  schedule(callback: () => void, delayInMs: number): () => void {
    const timer = { at: this.#now + delayInMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves on second by second, and calls back what is due. */
  advance(seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      this.#now += 1_000;
      for (const timer of this.#timers) {
        if (timer.at > this.#now) continue;
        this.#timers.delete(timer);
        timer.callback();
      }
    }
  }
}
