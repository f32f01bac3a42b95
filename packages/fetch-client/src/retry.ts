import { assertAmount } from "./amount.js";
import type { OperationDescriptor } from "./operation.js";

/**
 * When and how a call is retried. Times are milliseconds; `Infinity` turns a limit off.
 *
 * An operation of class `send` (messages, closes, invocations) is retried only when the service definitely refused it:
 * on 429, and on 503 with a valid `Retry-After`. Other operations are also retried after 408, 500, 502, 503, 504, a
 * network error and a timeout of one attempt.
 */
export interface RetryPolicy {
  /** How often a call is sent at most. @defaultValue 4 */
  readonly attempts?: number;
  /** Wait before the second attempt; doubled each time, with jitter. @defaultValue 800 */
  readonly delayInMs?: number;
  /** Longest wait. A `Retry-After` above it fails at once. @defaultValue 60000 */
  readonly maxDelayInMs?: number;
  /** Time for one attempt, response body included; 0 for none. @defaultValue 100000 */
  readonly timeoutInMs?: number;
  /** Time for the whole call, waits included; 0 for none. @defaultValue 0 */
  readonly deadlineInMs?: number;
  /** Told before each wait. */
  readonly onRetry?: (event: RetryEvent) => void;
  /** Told after each attempt. */
  readonly onAttempt?: (event: AttemptEvent) => void;
}

/** An attempt that has ended. */
export interface AttemptEvent {
  /** The operation that was called. */
  readonly operationId: string;
  /** What the document says of it, with `method` and the template `path`. */
  readonly operation: OperationDescriptor;
  /** Where it was sent, with query. */
  readonly url: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** From sending to the end of the response body. */
  readonly durationInMs: number;
  /** HTTP status. Absent where nothing was answered. */
  readonly status?: number;
  /** What went wrong. Absent after success. */
  readonly error?: unknown;
}

/** A failed attempt after which the call will be retried. */
export interface RetryEvent extends AttemptEvent {
  /** How long the client waits before the next attempt. */
  readonly delayInMs: number;
}

/**
 * A call's policy over the client's, property by property; `false` sends once.
 *
 * @throws {RangeError} naming the property that is not a number greater than or equal to 0.
 */
export function mergePolicy(policy: RetryPolicy, over: RetryPolicy | false | undefined): RetryPolicy {
  if (!over) return over === false ? { ...policy, attempts: 1 } : policy;
  for (const name in over) {
    const value = over[name as keyof RetryPolicy];
    if (value !== undefined && typeof value !== "function") assertAmount(`retry.${name}`, value);
  }
  return { ...policy, ...over };
}

/** Whether an answer may be followed by another attempt. */
export function isRetriedStatus(
  retry: OperationDescriptor["retry"],
  status: number,
  retryAfterInMs: number | undefined,
): boolean {
  if (retry === "idempotent") return /408|429|50[0234]/.test(`${status}`);
  return status === 429 || (status === 503 && retryAfterInMs !== undefined);
}

/**
 * `Retry-After` in milliseconds: seconds or an HTTP date in GMT (RFC 9110, 10.2.3); `undefined` where absent or malformed,
 * since what cannot be read says nothing, not even that the service refused the call.
 */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]+, .+:\d\d GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Exponential growth with the upper half of each step random, so that clients do not come back all at once. */
export function backoffInMs(attempt: number, delayInMs: number, maxDelayInMs: number): number {
  const step = Math.min(delayInMs * 2 ** (attempt - 1), maxDelayInMs);
  return step / 2 + (Math.random() * step) / 2;
}
