import type { OperationId } from "./route-table.js";

/** A fault to inject into REST requests, to test how the caller handles it. */
export interface Fault {
  /** The operations that are affected. Default: all. */
  readonly operationId?: OperationId | readonly OperationId[];
  /** Probability that a request is affected, from 0 to 1. Default: 1. */
  readonly rate?: number;
  /** Maximum number of affected requests. Default: unlimited. */
  readonly times?: number;
  /** Delay before the request is processed: a duration, or a range to pick from at random; at most 2,147,483,647 ms. Default: 0. */
  readonly latencyInMs?: number | { readonly from: number; readonly to: number };
  /** Status code to respond with instead of running the operation. Default: the operation runs. */
  readonly status?: number;
  /** Value of the `Retry-After` header: a number of seconds, or a date. */
  readonly retryAfter?: number | string;
  /** Closes the connection without a response. Default: `false`. */
  readonly reset?: boolean;
}
