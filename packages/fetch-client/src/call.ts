import { type Outcome, attempt } from "./attempt.js";
import { isStream } from "./body.js";
import type { ClientContext } from "./context.js";
import { isNetworkError } from "./network-error.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions } from "./options.js";
import { type Arguments, toRequestParts } from "./request.js";
import { type AttemptEvent, backoffInMs, isRetriedStatus, mergePolicy } from "./retry.js";
import type { ServiceError } from "./service-error.js";
import { wait, within } from "./within.js";

/**
 * Calls an operation, with retries.
 *
 * @param args The arguments, as declared by the generated function; `undefined` if there are none.
 * @param pageUrl Used instead of the URL that the arguments give.
 */
export async function call<Result>(
  context: ClientContext,
  operation: OperationDescriptor,
  args: object | undefined,
  { signal, headers, retry }: CallOptions = {},
  pageUrl?: string,
): Promise<Result> {
  const { id, retry: retryClass } = operation;
  const parts = toRequestParts(context, operation, args as Arguments, headers);
  parts.url = pageUrl ?? parts.url;
  const {
    attempts = 4,
    delayInMs = 800,
    maxDelayInMs = 60_000,
    timeoutInMs = 100_000,
    deadlineInMs = 0,
    onAttempt,
    onRetry,
  } = mergePolicy(context.policy, retry);
  const what = `${id} to ${context.baseUrl.split("/")[2]}`;
  const deadline = performance.now() + (deadlineInMs || Infinity);
  for (let number = 1; ; number++) {
    const started = performance.now();
    const limit = Math.min(timeoutInMs || Infinity, Math.max(1, deadline - started));
    const work = within(signal, limit, what, (scope) => attempt(context, operation, parts, scope));
    const { value, ...ended } = await work.then(
      (outcome = {}) => outcome,
      (error: unknown): Outcome => ({ error }),
    );
    const { error, status } = ended;
    const event = (): AttemptEvent => ({
      operationId: id,
      operation,
      url: parts.url,
      attempt: number,
      durationInMs: performance.now() - started,
      ...ended,
    });
    onAttempt?.(event());
    if (!("error" in ended)) return value as Result;

    // An error with a status comes from a response.
    const retryAfterInMs = status === undefined ? undefined : (error as ServiceError).retryAfterInMs;
    const delay = Math.max(retryAfterInMs ?? 0, backoffInMs(number, delayInMs, maxDelayInMs));
    const mayRetry =
      status === undefined
        ? retryClass === "idempotent" && !signal?.aborted && isNetworkError(error)
        : isRetriedStatus(retryClass, status, retryAfterInMs);
    if (
      !mayRetry ||
      number >= attempts ||
      delay > maxDelayInMs ||
      performance.now() + delay > deadline ||
      isStream(parts.body)
    )
      throw nameFailure(error, what);
    onRetry?.({ ...event(), delayInMs: delay });
    await wait(delay, signal);
  }
}

/** Adds the operation and the host to the message of a network error, because `fetch` names neither. */
function nameFailure(error: unknown, what: string): unknown {
  return isNetworkError(error) && error instanceof TypeError
    ? new TypeError(`${what}: ${error.message}`, { cause: error.cause ?? error })
    : error;
}
