import { assertAmount } from "./amount.js";
import type { OperationDescriptor } from "./operation.js";

/**
 * Timeouts and retries of a call. `Infinity` disables a limit.
 *
 * Operations with side effects that must not be repeated (retry class `send`: messages, closes, invocations) are retried only if the
 * service definitely rejected the request: after 429, and after 503 with a valid `Retry-After`. Other operations (retry class
 * `idempotent`) are retried after 408, 429, 500, 502, 503, 504, a network error, and the timeout of an attempt.
 */
export interface RetryPolicy {
  /** Maximum number of attempts, including the first. @defaultValue 4 */
  readonly attempts?: number;
  /** Delay before the second attempt, in milliseconds. It doubles with each attempt, with jitter. @defaultValue 800 */
  readonly delayInMs?: number;
  /** Maximum delay, in milliseconds. If `Retry-After` is longer, the call fails without a retry. @defaultValue 60000 */
  readonly maxDelayInMs?: number;
  /** Timeout of each attempt in milliseconds, including the response body; 0 for none. @defaultValue 100000 */
  readonly timeoutInMs?: number;
  /** Timeout of the whole call in milliseconds, including delays; 0 for none. @defaultValue 0 */
  readonly deadlineInMs?: number;
  /** Called before each delay. */
  readonly onRetry?: (event: RetryEvent) => void;
  /** Called after each attempt. */
  readonly onAttempt?: (event: AttemptEvent) => void;
}

/** A completed attempt of a call. */
export interface AttemptEvent {
  /** ID of the operation. */
  readonly operationId: string;
  /** Descriptor of the operation, with its `method` and path template (`path`). */
  readonly operation: OperationDescriptor;
  /** URL of the request, including the query. */
  readonly url: string;
  /** Number of the attempt, starting from 1. */
  readonly attempt: number;
  /** Duration in milliseconds, from sending the request to the end of the response body. */
  readonly durationInMs: number;
  /** HTTP status. Absent if there was no response. */
  readonly status?: number;
  /** The error of the attempt. Absent after success. */
  readonly error?: unknown;
}

/** A failed attempt that will be retried. */
export interface RetryEvent extends AttemptEvent {
  /** Delay before the next attempt, in milliseconds. */
  readonly delayInMs: number;
}

/**
 * Merges the policy of a call into that of the client, property by property. `false` sends the call once.
 *
 * @throws {RangeError} If a property is not a number of at least 0. The message names the property.
 */
export function mergePolicy(policy: RetryPolicy, over: RetryPolicy | false | undefined): RetryPolicy {
  if (!over) return over === false ? { ...policy, attempts: 1 } : policy;
  for (const name in over) {
    const value = over[name as keyof RetryPolicy];
    if (value !== undefined && typeof value !== "function") assertAmount(`retry.${name}`, value);
  }
  return { ...policy, ...over };
}

/** Tells whether a response may be retried. */
export function isRetriedStatus(
  retry: OperationDescriptor["retry"],
  status: number,
  retryAfterInMs: number | undefined,
): boolean {
  if (retry === "idempotent") return /408|429|50[0234]/.test(`${status}`);
  return status === 429 || (status === 503 && retryAfterInMs !== undefined);
}

/**
 * Parses `Retry-After`, a number of seconds or an HTTP date in GMT (RFC 9110, 10.2.3), to milliseconds. Returns `undefined` if it is
 * absent or malformed: a malformed value does not even prove that the service rejected the call.
 */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]+, .+:\d\d GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Exponential back-off, in which the upper half of each step is random, so that clients do not retry all at once. */
export function backoffInMs(attempt: number, delayInMs: number, maxDelayInMs: number): number {
  const step = Math.min(delayInMs * 2 ** (attempt - 1), maxDelayInMs);
  return step / 2 + (Math.random() * step) / 2;
}
