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
  /** Asks the source. The signal aborts after `timeoutInMs`; an answer that comes later is dropped. */
  readonly fetch: (signal: AbortSignal) => Promise<Lease<Value>>;
  /** Makes the error that callers get of what went wrong. */
  readonly failure: (cause: unknown) => Error;
  readonly clock: Clock;
  /** After a failed fetch a value that still serves is not renewed for this long. */
  readonly backOffInMs: number;
  /** A fetch that takes longer has failed. */
  readonly timeoutInMs: number;
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

// Without a value every call fails, so the source is asked again sooner.
const firstPauseInMs = 1000;
const longestPauseInMs = 30_000;

/**
 * Keeps a value that expires: renewed in the background ahead of time, fetched once for callers that come together, and kept
 * through failures of its source until it expires.
 */
export class RenewedValue<Value> {
  readonly #options: RenewedValueOptions<Value>;
  #lease: Lease<Value> | undefined;
  #obtainedAt = 0;
  #flight: Flight<Value> | undefined;
  #failure: Failure | undefined;

  constructor(options: RenewedValueOptions<Value>) {
    this.#options = options;
  }

  /** The value if it can be had without asking its source. */
  get current(): Value | undefined {
    return this.#usable()?.value;
  }

  /** The value that is held, or a new one where none serves any more. */
  async get(signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted();
    const lease = this.#usable();
    if (lease === undefined) return this.#fetched(signal);
    if (this.#isDue(lease) && this.#failed() === undefined && this.#inFlight() === undefined) {
      this.#start(true);
    }
    return lease.value;
  }

  /**
   * Asks the source now, for a value that has been refused. The old value is the answer where the source fails and the old one
   * has not expired.
   */
  async refresh(signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted();
    try {
      return await this.#fetched(signal);
    } catch (error) {
      const lease = this.#usable();
      if (lease === undefined || signal?.aborted === true) throw error;
      return lease.value;
    }
  }

  /** A clock that was set back says nothing about the expiry, so a value from the future does not serve. */
  #usable(): Lease<Value> | undefined {
    const now = this.#options.clock();
    const lease = this.#lease;
    return lease !== undefined && now < lease.expiresAt && now >= this.#obtainedAt ? lease : undefined;
  }

  /** Some sources hand out values that are due already; asking for each call would not help. */
  #isDue(lease: Lease<Value>): boolean {
    return this.#options.clock() >= Math.max(lease.renewAt, this.#obtainedAt + this.#options.backOffInMs);
  }

  /** The failure after which it is too early to ask again. */
  #failed(): Failure | undefined {
    const failure = this.#failure;
    if (failure === undefined) return undefined;
    const pause =
      this.#usable() === undefined
        ? Math.min(firstPauseInMs * 2 ** (failure.count - 1), longestPauseInMs)
        : this.#options.backOffInMs;
    const now = this.#options.clock();
    return now >= failure.at && now < failure.at + pause ? failure : undefined;
  }

  /**
   * The fetch that is under way. A clock tells which has timed out: in Cloudflare Workers timers and requests end with the
   * request that started them, and their promises never settle.
   */
  #inFlight(): Flight<Value> | undefined {
    const flight = this.#flight;
    if (flight === undefined) return undefined;
    const age = this.#options.clock() - flight.startedAt;
    return age >= 0 && age < this.#options.timeoutInMs ? flight : undefined;
  }

  async #fetched(signal: AbortSignal | undefined): Promise<Value> {
    const failed = this.#failed();
    if (failed !== undefined) throw failed.error;
    const current = this.#inFlight();
    // One that was started in the background may have been ended there; see #inFlight.
    const flight = current === undefined || current.background ? this.#start(false) : current;
    const { clock, timeoutInMs, failure } = this.#options;
    const remainingInMs = flight.startedAt + timeoutInMs - clock();
    try {
      return await abortable(flight.result, { signal, timeoutInMs: remainingInMs });
    } catch (error) {
      throw isTimeout(error) && signal?.aborted !== true ? failure(error) : error;
    }
  }

  #start(background: boolean): Flight<Value> {
    const { clock, timeoutInMs, fetch } = this.#options;
    const controller = new AbortController();
    const fetching = abortable(fetch(controller.signal), { timeoutInMs });
    const flight: Flight<Value> = {
      background,
      startedAt: clock(),
      result: fetching.then(
        (lease) => {
          if (this.#flight === flight) this.#land(lease);
          return lease.value;
        },
        (cause: unknown) => {
          controller.abort(cause);
          const error = this.#options.failure(cause);
          if (this.#flight === flight) this.#fail(error);
          throw error;
        },
      ),
    };
    // Every caller may have gone when it fails.
    flight.result.catch(() => undefined);
    this.#flight = flight;
    return flight;
  }

  #land(lease: Lease<Value>): void {
    this.#flight = undefined;
    this.#failure = undefined;
    this.#lease = lease;
    this.#obtainedAt = this.#options.clock();
  }

  #fail(error: Error): void {
    this.#flight = undefined;
    this.#failure = { error, at: this.#options.clock(), count: (this.#failure?.count ?? 0) + 1 };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
