import type { OperationDescriptor } from "./operation.js";

/**
 * When and how a call is sent again.
 *
 * An operation of class `send` (messages, closes, invocations) is sent again only when the service surely refused it: on
 * 429, and on 503 with `Retry-After`. Other operations are also sent again after 408, 500, 502, 503, 504, a network error
 * and a time-out of one attempt.
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
  /** The method that was called. */
  readonly operationId: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** From sending to the end of the response body. */
  readonly durationInMs: number;
  /** HTTP status of an answer that was an error. Absent after success, and where nothing was answered. */
  readonly status?: number;
  /** What was thrown, where nothing was answered. */
  readonly error?: unknown;
}

/** A failed attempt after which the call will be sent again. */
export interface RetryEvent extends AttemptEvent {
  /** How long the client waits before the next attempt. */
  readonly delayInMs: number;
}

const retriedStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** A call's policy over the client's, property by property; `false` sends once. */
export function mergePolicy(
  policy: RetryPolicy | undefined,
  over: RetryPolicy | false | undefined,
): RetryPolicy {
  return { ...policy, ...(over === false ? { attempts: 1 } : over) };
}

/** Whether an answer may be followed by another attempt. */
export function isRetriedStatus(
  retry: OperationDescriptor["retry"],
  status: number,
  retryAfterInMs: number | undefined,
): boolean {
  if (retry === "idempotent") return retriedStatuses.has(status);
  return status === 429 || (status === 503 && retryAfterInMs !== undefined);
}

/** `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3); `undefined` where absent or unreadable. */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const delay = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(delay) ? undefined : Math.max(0, delay);
}

/** Exponential growth with the upper half of each step random, so that clients do not come back all at once. */
export function backoffInMs(attempt: number, delayInMs: number, maxDelayInMs: number): number {
  const step = Math.min(delayInMs * 2 ** (attempt - 1), maxDelayInMs);
  return step / 2 + (Math.random() * step) / 2;
}
