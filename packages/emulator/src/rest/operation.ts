import type { RequestTrace } from "../activity/request-trace.js";
import type { AccessKeys } from "../auth/access-keys.js";
import type { Hub } from "../state/hub.js";
import type { Parameters } from "./parameters.js";
import type { RequestBody } from "./payload.js";
import type { OperationId } from "./route-table.js";

/** A request that passed routing, authentication and parameter checks. */
export interface OperationRequest {
  readonly hub: Hub;
  readonly parameters: Parameters;
  /** Raw query without `?`, for links to further pages. */
  readonly query: string;
  readonly path: string;
  /** What the request was addressed to: behind a published port it is not what the emulator listens on. */
  readonly origin: string;
  /** The `Accept` header. */
  readonly accept: string | undefined;
  /** Absent only where the operation takes none, or it is optional. */
  readonly body: RequestBody | undefined;
  readonly service: ServiceFacts;
  /** Wants to know what is sent; absent while nobody watches. */
  readonly trace: RequestTrace | undefined;
}

/** What operations outside hub state need. */
export interface ServiceFacts {
  readonly url: string;
  readonly keys: AccessKeys;
  readonly invokeTimeoutInMs: number;
  now(): number;
}

export interface OperationResult {
  readonly status: number;
  /** JSON; nothing is written when absent. */
  readonly body?: unknown;
  /** JSON text that is written as it is, instead of `body`. */
  readonly json?: string;
  /** Written as they are, in place of the JSON, which then only describes them to those who watch. */
  readonly bytes?: Uint8Array;
  readonly errorCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type OperationHandler = (request: OperationRequest) => OperationResult | Promise<OperationResult>;

export type OperationHandlers = Partial<Readonly<Record<OperationId, OperationHandler>>>;
