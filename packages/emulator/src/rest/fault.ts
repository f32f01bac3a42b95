import type { OperationId } from "./route-table.js";

/** A failure to play, so that a caller's handling of it can be tested. */
export interface Fault {
  /** Operations it concerns; all of them by default. */
  readonly operationId?: OperationId | readonly OperationId[];
  /** Share of requests that it hits, 0 to 1. Default 1. */
  readonly rate?: number;
  /** Requests that it hits before it is used up. No limit by default. */
  readonly times?: number;
  /** Wait before anything else happens: so long, or a random time between two; up to 2,147,483,647 ms. Default 0. */
  readonly latencyInMs?: number | { readonly from: number; readonly to: number };
  /** Answer with this status instead of running the operation. */
  readonly status?: number;
  /** Value of `Retry-After`, seconds or a date. */
  readonly retryAfter?: number | string;
  /** Cut the connection without an answer. Default false. */
  readonly reset?: boolean;
}
