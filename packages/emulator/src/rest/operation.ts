import type { OperationBodies, OperationId, OperationParameters } from "../../generated/index.js";
import type { RequestTrace } from "../activity/request-trace.js";
import type { AccessKeys } from "../auth/access-keys.js";
import type { Hub } from "../state/hub.js";
import type { RequestBody } from "./payload.js";

/** A request that passed routing, authentication and parameter checks. */
export interface OperationRequest<Id extends OperationId = OperationId> {
  readonly hub: Hub;
  readonly parameters: OperationParameters[Id];
  /** Raw query without `?`, for links to further pages. */
  readonly query: string;
  readonly path: string;
  /** What the request was addressed to: behind a published port it is not what the emulator listens on. */
  readonly origin: string;
  /** The `Accept` header. */
  readonly accept: string | undefined;
  readonly body: BodyOf<Id>;
  readonly service: ServiceFacts;
  readonly trace: RequestTrace;
}

type BodyOf<Id extends OperationId> = Id extends keyof OperationBodies
  ? RequestBody | Extract<OperationBodies[Id], undefined>
  : undefined;

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

export type OperationHandler<Id extends OperationId = OperationId> = (
  request: OperationRequest<Id>,
) => OperationResult | Promise<OperationResult>;

/** A handler for each of the operations. */
export type OperationHandlers<Id extends OperationId = OperationId> = {
  readonly [Key in Id]: OperationHandler<Key>;
};
