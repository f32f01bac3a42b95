import type { Clock } from "@x/auth";
import { type SignalRServiceContext, getServiceStatus } from "@x/fetch-client/operations";
import type { EndpointHealthOptions } from "./options.js";

/**
 * Checks whether an endpoint is healthy with its health operation. An endpoint becomes unhealthy within one check, and healthy again
 * only after several, so that a flapping endpoint gets no clients. There are no timers, because some runtimes stop between requests.
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

  /** The error of the last failed request, while the endpoint is not healthy. */
  get error(): unknown {
    return this.#error;
  }

  /** Start time of the last check, in milliseconds since 1970, or `undefined` before the first. */
  get checkedAt(): number | undefined {
    return this.#checkedAt === Number.NEGATIVE_INFINITY ? undefined : this.#checkedAt;
  }

  /** Checks the endpoint if the last check is older than the window. Concurrent calls share a check. Never rejects. */
  async check(): Promise<boolean> {
    const age = this.#clock() - this.#checkedAt;
    // If the clock was set back, the result must not be reused for longer.
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
    // The first check decides alone, because there is no previous state.
    if (!isUp || this.#isHealthy === undefined || this.#successes >= successes) this.#isHealthy = isUp;
    if (this.#isHealthy) this.#error = undefined;
    this.#checkedAt = startedAt;
    this.#running = undefined;
  }

  /**
   * Waits for a check, but not forever: on some edge runtimes, a check is cancelled with the request that started it.
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
