/** Source of the current time and of timers. Tests can pass a {@link ManualClock} to control the time. */
export interface Clock {
  /** Returns the current time, in milliseconds since the Unix epoch. */
  now(): number;
  /**
   * Calls the callback once, after `delayInMs`.
   *
   * @returns A function that cancels the timer.
   */
  schedule(callback: () => void, delayInMs: number): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(callback, delayInMs) {
    // The listening socket keeps the process alive. After close(), no timer may do so.
    const timer = setTimeout(callback, delayInMs).unref();
    return () => clearTimeout(timer);
  },
};
