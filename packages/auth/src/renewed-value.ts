import type { Clock } from "./clock.js";

/** A value that somebody else hands out for a while. Times are milliseconds since 1970. */
export interface Lease<Value> {
  readonly value: Value;
  /** From here on a new one is fetched; the old one still serves if that fails. */
  readonly renewAt: number;
  /** From here on the old one does not serve any more. */
  readonly expiresAt: number;
}

export interface RenewedValueOptions<Value> {
  readonly fetch: () => Promise<Lease<Value>>;
  readonly clock: Clock;
  /** After a failed fetch the old value serves this long before the next attempt. */
  readonly backOffInMs: number;
}

/**
 * Keeps a value that expires: renewed ahead of time, fetched once for callers that come together, and kept through
 * failures of its source until it expires.
 */
export class RenewedValue<Value> {
  readonly #options: RenewedValueOptions<Value>;
  #lease: Lease<Value> | undefined;
  #obtainedAt = 0;
  #retryAt = 0;
  #pending: Promise<Value> | undefined;

  constructor(options: RenewedValueOptions<Value>) {
    this.#options = options;
  }

  /** The value if it can be had without asking its source. */
  get current(): Value | undefined {
    const now = this.#options.clock();
    return this.#usable(now) ? this.#lease?.value : undefined;
  }

  async get(signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted();
    const now = this.#options.clock();
    const lease = this.#lease;
    if (lease !== undefined && this.#usable(now) && (now < lease.renewAt || now < this.#retryAt))
      return lease.value;
    return unlessAborted(this.#renew(), signal);
  }

  /** Asks the source now, for a value that has been refused. */
  refresh(signal?: AbortSignal): Promise<Value> {
    return unlessAborted(this.#renew(), signal);
  }

  /** A clock that was set back says nothing about the expiry, so a value from the future does not serve. */
  #usable(now: number): boolean {
    return this.#lease !== undefined && now < this.#lease.expiresAt && now >= this.#obtainedAt;
  }

  #renew(): Promise<Value> {
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetch(): Promise<Value> {
    const { fetch, clock, backOffInMs } = this.#options;
    try {
      const lease = await fetch();
      this.#lease = lease;
      this.#obtainedAt = clock();
      this.#retryAt = 0;
      return lease.value;
    } catch (error) {
      const now = clock();
      this.#retryAt = now + backOffInMs;
      if (this.#lease !== undefined && this.#usable(now)) return this.#lease.value;
      throw error;
    }
  }
}

/** One caller's abort must not end the fetch that others wait for. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
