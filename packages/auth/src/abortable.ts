/** Limits of the wait for a promise. */
export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** At least 0. Values above the range of timers count as the longest timer, 25 days. */
  readonly timeoutInMs: number;
}

// Longer timers overflow and fire at once.
const longestTimerInMs = 2 ** 31 - 1;

/**
 * Settles like the promise, or rejects when the signal aborts or the timeout elapses. The promise itself is not cancelled, because
 * other callers may wait for it.
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
