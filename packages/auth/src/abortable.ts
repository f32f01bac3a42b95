/** What ends the wait for a promise. */
export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** From 0; what exceeds the range of timers counts as the longest timer, 25 days. */
  readonly timeoutInMs: number;
}

// Longer ones overflow and fire at once.
const longestTimerInMs = 2 ** 31 - 1;

/**
 * Settles as the promise does, or rejects when the signal aborts or the time is up. The promise itself goes on, for others who wait
 * for it.
 */
export async function abortable<Value>(
  promise: Promise<Value>,
  { signal, timeoutInMs }: Patience,
): Promise<Value> {
  signal?.throwIfAborted();
  let end: (() => void) | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    const abort = () => reject(signal?.reason as Error);
    const timer = setTimeout(
      () => reject(new DOMException(`No response within ${timeoutInMs} ms`, "TimeoutError")),
      Math.min(timeoutInMs, longestTimerInMs),
    );
    signal?.addEventListener("abort", abort);
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  });
  return Promise.race([promise, ended]).finally(end);
}
