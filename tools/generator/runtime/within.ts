/** A piece of work that may have done its part before its result is there. */
export interface Progress<T> {
  /** Set as soon as a time-out must no longer count as a failure: the result to give then. */
  onTimeout?: T;
}

/**
 * Runs one attempt under a time-out and the caller's signal. Both end it at once, whatever the work is waiting for, even
 * where an injected `fetch` ignores its signal. With neither there is no controller and no timer.
 *
 * @param timeoutInMs 0 for none.
 */
export function within<T>(
  signal: AbortSignal | undefined,
  timeoutInMs: number,
  work: (signal: AbortSignal | undefined, progress: Progress<T>) => Promise<T>,
): Promise<T> {
  const progress: Progress<T> = {};
  if (signal === undefined && timeoutInMs === 0) return work(undefined, progress);
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const controller = new AbortController();
    const onAbort = () => {
      controller.abort(signal?.reason);
      reject(signal?.reason as Error);
    };
    const onTimer = () => {
      const reason = new DOMException(`No answer within ${timeoutInMs} ms`, "TimeoutError");
      controller.abort(reason);
      if ("onTimeout" in progress) resolve(progress.onTimeout as T);
      else reject(reason);
    };
    const timer = timeoutInMs === 0 ? undefined : setTimeout(onTimer, Math.min(timeoutInMs, 0x7fffffff));
    signal?.addEventListener("abort", onAbort, { once: true });
    work(controller.signal, progress)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      });
  });
}
