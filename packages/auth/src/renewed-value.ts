import { abortable } from "./abortable.js";
import type { Clock } from "./clock.js";

/** A value that its source hands out for a while. Times are milliseconds since 1970. */
export interface Lease<Value> {
  readonly value: Value;
  /** From here on a new one is fetched in the background, while this one serves. */
  readonly renewAt: number;
  /** From here on the value does not serve any more. */
  readonly expiresAt: number;
}

export interface RenewedValueOptions<Value> {
  /** Asks the source. The signal aborts after `timeoutInMs`; a result that comes later is dropped. */
  readonly fetch: (signal: AbortSignal) => Promise<Lease<Value>>;
  /** Makes the error that callers get of what went wrong. */
  readonly failure: (cause: unknown) => Error;
  readonly clock: Clock;
  /** After a failed fetch a value that still serves is not renewed for this long. */
  readonly backOffInMs: number;
  /** A fetch that takes longer has failed. */
  readonly timeoutInMs: number;
}

/** A value that expires, and the way to get it. */
export interface RenewedValue<Value> {
  /** The value if it can be had without asking its source. */
  readonly current: Value | undefined;
  /** The value that is held, or a new one where none serves any more. */
  get(signal?: AbortSignal): Promise<Value>;
  /**
   * Asks the source now, for a value that has been refused. Resolves to the old value where the source fails and the old one has not
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
  /** How many there were since the last success. */
  readonly count: number;
}

// Without a value every call fails, so the source is asked sooner.
const firstPauseInMs = 1000;
const longestPauseInMs = 30_000;

/**
 * Keeps a value that expires: renewed in the background ahead of time, fetched once for callers that come together, and kept
 * through failures of its source until it expires.
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

  /** A clock that was set back says nothing about how much time is left, so what began in the future is over. */
  const lasts = (startedAt: number, lengthInMs: number) => {
    const age = clock() - startedAt;
    return age >= 0 && age < lengthInMs;
  };

  const usable = () => (held && lasts(held.obtainedAt, held.expiresAt - held.obtainedAt) ? held : undefined);

  /** The failure after which it is too early to ask again. */
  const recentFailure = () => {
    if (!latestFailure) return undefined;
    const { at, count } = latestFailure;
    const pause = usable() ? backOffInMs : Math.min(firstPauseInMs * 2 ** (count - 1), longestPauseInMs);
    return lasts(at, pause) ? latestFailure : undefined;
  };

  /**
   * The fetch that is under way. A clock tells which has timed out: in Cloudflare Workers timers and requests end with the
   * request that started them, and their promises never settle.
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
    // Every caller may have gone when it fails.
    flight.result.catch(() => undefined);
    latestFlight = flight;
    return flight;
  };

  const fetched = async (signal: AbortSignal | undefined) => {
    const failed = recentFailure();
    if (failed) throw failed.error;
    const current = inFlight();
    // A fetch that was started in the background may have been ended there; see inFlight.
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
      // Some sources hand out values that are due already; asking for each call would not help.
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
