import type { LightRequest } from "./light-request.js";
import type { OperationDescriptor } from "./operation.js";

/** A `fetch` as the client calls it: with a URL and an init object, never with a `Request`. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** What middleware is told of an attempt. */
export interface MiddlewareCall<Sent = LightRequest> {
  /** What will be sent, or was. The same object for all hooks of an attempt. */
  readonly request: Sent;
  /** Path template of the operation. */
  readonly schemaPath: string;
  /** The arguments by place and wire name. The same object for every attempt of a call. */
  readonly params: {
    readonly path?: Record<string, unknown>;
    readonly query?: Record<string, unknown>;
  };
  /** The same for all hooks of an attempt. */
  readonly id: string;
  /** What the document says of the operation. Absent where openapi-fetch sends what no operation declares. */
  readonly operation?: OperationDescriptor;
  readonly options: MiddlewareOptions<Sent>;
}

/** What middleware is told of the client. */
export interface MiddlewareOptions<Sent = LightRequest> {
  /** The endpoint, without a trailing slash. */
  readonly baseUrl: string;
  /** Sends another request, past all middleware. */
  readonly fetch: (request: Sent) => Promise<Response>;
}

type MaybePromise<Value> = Value | Promise<Value>;

/**
 * Steps into every attempt of a call, in the way of openapi-fetch's middleware, with plain data in place of a `Request`.
 * Middleware that needs a `Request` comes in through `fromOpenapiFetch`.
 */
export interface Middleware {
  /** Changes the request in place, or answers it. */
  readonly onRequest?: (call: MiddlewareCall) => MaybePromise<LightRequest | Response | undefined | void>;
  /** Gives another response. */
  readonly onResponse?: (
    call: MiddlewareCall & { readonly response: Response },
  ) => MaybePromise<Response | undefined | void>;
  /** Gives another error, or a response, where `fetch` failed. */
  readonly onError?: (
    call: MiddlewareCall & { readonly error: unknown },
  ) => MaybePromise<Error | Response | undefined | void>;
}
