import { longestTimerInMs } from "./amount.js";
import { markNetworkError } from "./network-error.js";

/** The context of an attempt. */
export interface Scope {
  /** Aborts with the caller's signal and on a timeout. */
  readonly signal?: AbortSignal;
  /** Set when a timeout must no longer fail the attempt. The attempt then resolves to `undefined`. */
  isDelivered?: boolean;
}

/** Waits, or rejects with the reason of the signal when it aborts. */
export function wait(delayInMs: number, signal: AbortSignal | undefined): Promise<unknown> {
  return within(signal, delayInMs, "", (scope) => {
    scope.isDelivered = true;
    return new Promise(() => {});
  });
}

/**
 * Runs an attempt with a timeout and the caller's signal. Both end the attempt at once, even if an injected `fetch` ignores its
 * signal. Without either, no controller and no timer is created.
 *
 * @param timeoutInMs `Infinity` for none.
 * @param what Subject of the timeout message.
 */
export function within<Result>(
  signal: AbortSignal | undefined,
  timeoutInMs: number,
  what: string,
  work: (scope: Scope) => Promise<Result>,
): Promise<Result | undefined> {
  if (!signal && timeoutInMs === Infinity) return work({});
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const controller = new AbortController();
    const scope: Scope = { signal: controller.signal };
    const onAbort = () => {
      controller.abort(signal?.reason);
      end(reject, signal?.reason);
    };
    const timer = setTimeout(
      () => {
        const reason = new DOMException(`${what}: no response within ${timeoutInMs} ms`, "TimeoutError");
        controller.abort(markNetworkError(reason));
        if (scope.isDelivered) end(resolve, undefined);
        else end(reject, reason);
      },
      Math.min(timeoutInMs, longestTimerInMs),
    );
    const end = <Value>(settle: (value: Value) => void, value: Value) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      settle(value);
    };
    signal?.addEventListener("abort", onAbort);
    work(scope).then(
      (value) => end(resolve, value),
      (error: unknown) => end(reject, error),
    );
  });
}
