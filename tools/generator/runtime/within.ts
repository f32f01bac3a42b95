import { networkErrors } from "./network-error.js";

/** Waits, or rejects with the signal's reason as soon as it aborts. */
export function wait(delayInMs: number, signal: AbortSignal | undefined): Promise<unknown> {
  return within(signal, delayInMs, (_, delivered) => {
    delivered();
    return new Promise(() => {});
  });
}

/**
 * Runs one attempt under a time-out and the caller's signal. Both end it at once, whatever the work is waiting for, even
 * where an injected `fetch` ignores its signal. With neither there is no controller and no timer.
 *
 * @param timeoutInMs `Infinity` for none.
 * @param work Given a function to call as soon as a time-out must no longer count as a failure.
 */
export function within(
  signal: AbortSignal | undefined,
  timeoutInMs: number,
  work: (signal: AbortSignal | undefined, delivered: () => void) => Promise<unknown>,
): Promise<unknown> {
  let isDelivered = false;
  const delivered = () => {
    isDelivered = true;
  };
  if (!signal && timeoutInMs === Infinity) return work(undefined, delivered);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const controller = new AbortController();
    const onAbort = () => {
      controller.abort(signal?.reason);
      end(reject, signal?.reason);
    };
    const timer = setTimeout(
      () => {
        const reason = new DOMException(`No answer within ${timeoutInMs} ms`, "TimeoutError");
        networkErrors.add(reason);
        controller.abort(reason);
        end(isDelivered ? resolve : reject, isDelivered ? undefined : reason);
      },
      // What is longer than a timer can be counts as no limit at all.
      Math.min(timeoutInMs, 0x7fffffff),
    );
    const end = <T>(settle: (value: T) => void, value: T) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      settle(value);
    };
    signal?.addEventListener("abort", onAbort);
    work(controller.signal, delivered).then(
      (value) => end(resolve, value),
      (error: unknown) => end(reject, error),
    );
  });
}
