import { abortable } from "./abortable.js";
import type { Clock } from "./clock.js";

/** A value with a limited lifetime. Times are milliseconds since 1970. */
export interface Lease<Value> {
  readonly value: Value;
  /** When to fetch a new value in the background, while this one is still used. */
  readonly renewAt: number;
  /** When the value becomes unusable. */
  readonly expiresAt: number;
}

export interface RenewedValueOptions<Value> {
  /** Requests a value from the source. The signal aborts after `timeoutInMs`; a later result is discarded. */
  readonly fetch: (signal: AbortSignal) => Promise<Lease<Value>>;
  /** Converts the cause of a failure to the error that callers receive. */
  readonly failure: (cause: unknown) => Error;
  readonly clock: Clock;
  /** Delay after a failed fetch before a value that is still usable is renewed. */
  readonly backOffInMs: number;
  /** Timeout of a fetch. */
  readonly timeoutInMs: number;
}

/** Access to a value that expires. */
export interface RenewedValue<Value> {
  /** The current value, or `undefined` if there is none or it has expired. */
  readonly current: Value | undefined;
  /** Resolves to the current value, or to a new one if there is none or it has expired. */
  get(signal?: AbortSignal): Promise<Value>;
  /**
   * Fetches a new value, because the current one was rejected. If that fails, resolves to the current value unless it has
   * expired.
   */
  refresh(signal?: AbortSignal): Promise<Value>;
}

interface Flight<Value> {
  readonly result: Promise<Value>;
  readonly startedAt: number;
  readonly background: boolean;
}

interface Failure {
  readonly error: Error;
  readonly at: number;
  /** Number of failures since the last success. */
  readonly count: number;
}

// Without a value every call fails, so these pauses are shorter than `backOffInMs`.
const firstPauseInMs = 1000;
const longestPauseInMs = 30_000;

/**
 * Caches a value that expires. It is renewed in the background before it expires, concurrent callers share a fetch, and the value
 * is used until it expires even if renewing it fails.
 */
export function renewedValue<Value>({
  fetch,
  failure,
  clock,
  backOffInMs,
  timeoutInMs,
}: RenewedValueOptions<Value>): RenewedValue<Value> {
  let held: (Lease<Value> & { readonly obtainedAt: number }) | undefined;
  let latestFlight: Flight<Value> | undefined;
  let latestFailure: Failure | undefined;

  /** After the clock was set back, the remaining time is unknown, so a start in the future counts as elapsed. */
  const lasts = (startedAt: number, lengthInMs: number) => {
    const age = clock() - startedAt;
    return age >= 0 && age < lengthInMs;
  };

  const usable = () => (held && lasts(held.obtainedAt, held.expiresAt - held.obtainedAt) ? held : undefined);

  /** The latest failure, if it is too early for another fetch. */
  const recentFailure = () => {
    if (!latestFailure) return undefined;
    const { at, count } = latestFailure;
    const pause = usable() ? backOffInMs : Math.min(firstPauseInMs * 2 ** (count - 1), longestPauseInMs);
    return lasts(at, pause) ? latestFailure : undefined;
  };

  /**
   * The pending fetch. The clock decides whether it has timed out, because in Cloudflare Workers timers and requests are cancelled
   * with the request that started them, and their promises never settle.
   */
  const inFlight = () =>
    latestFlight && lasts(latestFlight.startedAt, timeoutInMs) ? latestFlight : undefined;

  const start = (background: boolean) => {
    const controller = new AbortController();
    const flight: Flight<Value> = {
      background,
      startedAt: clock(),
      result: abortable(fetch(controller.signal), { timeoutInMs }).then(
        (lease) => {
          if (latestFlight === flight) {
            latestFlight = latestFailure = undefined;
            held = { ...lease, obtainedAt: clock() };
          }
          return lease.value;
        },
        (cause: unknown) => {
          controller.abort(cause);
          const error = failure(cause);
          if (latestFlight === flight) {
            latestFlight = undefined;
            latestFailure = { error, at: clock(), count: (latestFailure?.count ?? 0) + 1 };
          }
          throw error;
        },
      ),
    };
    // When it fails, there may be no caller left to handle the rejection.
    flight.result.catch(() => undefined);
    latestFlight = flight;
    return flight;
  };

  const fetched = async (signal: AbortSignal | undefined) => {
    const failed = recentFailure();
    if (failed) throw failed.error;
    const current = inFlight();
    // A background fetch may have been cancelled; see inFlight.
    const { result, startedAt } = current && !current.background ? current : start(false);
    try {
      return await abortable(result, { signal, timeoutInMs: startedAt + timeoutInMs - clock() });
    } catch (error) {
      throw !signal?.aborted && (error as Error).name === "TimeoutError" ? failure(error) : error;
    }
  };

  return {
    get current() {
      return usable()?.value;
    },

    async get(signal) {
      signal?.throwIfAborted();
      const lease = usable();
      if (!lease) return fetched(signal);
      // Some sources return values that are already due. Fetching on every call would not help.
      const isDue = clock() >= Math.max(lease.renewAt, lease.obtainedAt + backOffInMs);
      if (isDue && !recentFailure() && !inFlight()) start(true);
      return lease.value;
    },

    async refresh(signal) {
      signal?.throwIfAborted();
      try {
        return await fetched(signal);
      } catch (error) {
        const lease = usable();
        if (!lease || signal?.aborted) throw error;
        return lease.value;
      }
    },
  };
}
