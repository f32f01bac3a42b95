import { type AttemptContext, attempt } from "./attempt.js";
import { networkErrors } from "./network-error.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions } from "./options.js";
import { type Arguments, type RequestSettings, isStream, toRequestParts } from "./request-parts.js";
import { type RetryPolicy, backoffInMs, isRetriedStatus, mergePolicy } from "./retry.js";
import { wait, within } from "./within.js";

/** What one call works with. */
export interface CallContext extends RequestSettings, AttemptContext {
  readonly policy: RetryPolicy;
}

/**
 * Performs an operation: attempts, and the waits between them.
 *
 * @param url Instead of the one that the arguments make.
 */
export async function call(
  context: CallContext,
  operationId: string,
  operation: OperationDescriptor,
  args: Arguments,
  options: CallOptions,
  url?: string,
): Promise<unknown> {
  const parts = {
    ...toRequestParts(context, operationId, operation, args, options.headers),
    ...(url && { url }),
  };
  const { signal } = options;
  const {
    attempts = 4,
    delayInMs = 800,
    maxDelayInMs = 60_000,
    timeoutInMs = 100_000,
    deadlineInMs = 0,
    onAttempt,
    onRetry,
  } = mergePolicy(context.policy, options.retry);
  const started = performance.now();
  for (let number = 1; ; number++) {
    const attemptStarted = performance.now();
    const limit = Math.min(
      timeoutInMs || Infinity,
      deadlineInMs ? Math.max(1, deadlineInMs - (attemptStarted - started)) : Infinity,
    );
    let outcome: unknown;
    let thrown: { readonly error: unknown } | undefined;
    try {
      outcome = await within(signal, limit, (attemptSignal, delivered) =>
        attempt(context, operationId, operation, parts, attemptSignal, delivered),
      );
    } catch (error) {
      thrown = { error };
    }
    const failure = outcome instanceof context.ErrorClass ? outcome : undefined;
    const event = () => ({
      operationId,
      attempt: number,
      durationInMs: performance.now() - attemptStarted,
      ...(failure ? { status: failure.status } : thrown),
    });
    onAttempt?.(event());
    if (!failure && !thrown) return outcome;

    const mayRetry = failure
      ? isRetriedStatus(operation.retry, failure.status, failure.retryAfterInMs)
      : operation.retry === "idempotent" &&
        !signal?.aborted &&
        networkErrors.has(Object(thrown?.error) as object);
    const delay = failure?.retryAfterInMs ?? backoffInMs(number, delayInMs, maxDelayInMs);
    if (
      !mayRetry ||
      number >= attempts ||
      delay > maxDelayInMs ||
      (deadlineInMs && performance.now() - started + delay >= deadlineInMs) ||
      isStream(parts.body)
    )
      throw failure ?? thrown?.error;
    onRetry?.({ ...event(), delayInMs: delay });
    await wait(delay, signal);
  }
}
