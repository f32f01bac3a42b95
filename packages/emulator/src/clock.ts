/** Where the emulator gets its time from. Tests hand in their own to move time by hand. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls back once after `delayInMs`; the returned function cancels. */
  schedule(callback: () => void, delayInMs: number): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(callback, delayInMs) {
    // The listening socket keeps the process alive; after close() no timer may hold it back.
    const timer = setTimeout(callback, delayInMs).unref();
    return () => clearTimeout(timer);
  },
};
