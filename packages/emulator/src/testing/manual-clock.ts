import type { Clock } from "../clock.js";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * A clock that advances only when a test calls {@link ManualClock.advance}, so that tests do not have to wait for timeouts,
 * keep-alives and expiring memberships.
 *
 * @example
 * import { ManualClock, createEmulator } from "@x/emulator";
 *
 * const clock = new ManualClock();
 * await using emulator = await createEmulator({ port: 0, clock }).listen();
 * clock.advance(16_000);
 */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  /** @param startsAt Initial time, in milliseconds since the Unix epoch. Default: the real time, so that new tokens are valid. */
  constructor(startsAt: number = Date.now()) {
    this.#now = startsAt;
  }

  now(): number {
    return this.#now;
  }

  schedule(callback: () => void, delayInMs: number): () => void {
    const timer = { at: this.#now + delayInMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /**
   * Advances the clock. Runs all timers that become due, in order and at their own time, including timers that they schedule.
   *
   * @throws {RangeError} If the duration is negative, infinite or not a number.
   */
  advance(durationInMs: number): void {
    if (!(Number.isFinite(durationInMs) && durationInMs >= 0))
      throw new RangeError(`Time moves forward by a finite number of milliseconds, not by ${durationInMs}`);
    const end = this.#now + durationInMs;
    for (let timer = this.#nextUntil(end); timer !== undefined; timer = this.#nextUntil(end)) {
      this.#timers.delete(timer);
      this.#now = timer.at;
      timer.callback();
    }
    this.#now = end;
  }

  #nextUntil(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers)
      if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
    return next;
  }
}
