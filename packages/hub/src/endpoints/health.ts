import type { Clock } from "@x/auth";
import { type SignalRServiceContext, getServiceStatus } from "@x/fetch-client/operations";
import type { EndpointHealthOptions } from "./options.js";

/**
 * Whether an endpoint is healthy, by its health operation. It goes down within one check and comes back after several, so that
 * an endpoint that flaps gets no clients. Nothing happens between checks: runtimes that stop between requests have no timers.
 */
export class EndpointHealth {
  readonly #context: SignalRServiceContext;
  readonly #clock: Clock;
  readonly #options: Required<EndpointHealthOptions>;
  #isHealthy: boolean | undefined;
  #successes = 0;
  #error: unknown;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;

  constructor(context: SignalRServiceContext, clock: Clock, options: EndpointHealthOptions) {
    this.#context = context;
    this.#clock = clock;
    this.#options = { windowInMs: 10_000, timeoutInMs: 2_000, failures: 2, successes: 2, ...options };
  }

  /** Why it is not healthy: what the last request that failed threw. */
  get error(): unknown {
    return this.#error;
  }

  /** When the last check began, in milliseconds since 1970; `undefined` before the first. */
  get checkedAt(): number | undefined {
    return this.#checkedAt === Number.NEGATIVE_INFINITY ? undefined : this.#checkedAt;
  }

  /** Checks where the last check is older than the window. Calls at the same time share a check. Never rejects. */
  async check(): Promise<boolean> {
    const age = this.#clock() - this.#checkedAt;
    // A clock that was set back must not make a check last for longer.
    if (age < 0 || age >= this.#options.windowInMs) {
      this.#running ??= this.#run();
      await this.#settled(this.#running);
    }
    return this.#isHealthy ?? false;
  }

  async #run(): Promise<void> {
    const startedAt = this.#clock();
    const { failures, successes, timeoutInMs } = this.#options;
    let tries = this.#isHealthy === false ? 1 : failures;
    let isUp = false;
    while (!isUp && tries-- > 0) {
      try {
        await getServiceStatus(this.#context, undefined, { retry: { attempts: 1, timeoutInMs } });
        isUp = true;
      } catch (error) {
        this.#error = error;
      }
    }
    this.#successes = isUp ? this.#successes + 1 : 0;
    // The first check decides alone: there is nothing to be steady about.
    if (!isUp || this.#isHealthy === undefined || this.#successes >= successes) this.#isHealthy = isUp;
    if (this.#isHealthy) this.#error = undefined;
    this.#checkedAt = startedAt;
    this.#running = undefined;
  }

  /**
   * Waits for a check, but not forever: one that another request has started ends with that request on some edge runtimes.
   */
  async #settled(running: Promise<void>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const { failures, timeoutInMs } = this.#options;
    const lost = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, failures * timeoutInMs + 1_000);
    });
    await Promise.race([running, lost.then(() => this.#forget(running))]);
    clearTimeout(timer);
  }

  #forget(running: Promise<void>): void {
    if (this.#running === running) this.#running = undefined;
  }
}
