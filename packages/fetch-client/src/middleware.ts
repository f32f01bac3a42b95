import type { LightRequest } from "./light-request.js";
import type { OperationDescriptor } from "./operation.js";

/** A `fetch` function. The client calls it with a URL and an init object, never with a `Request`. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** The argument of middleware hooks: an attempt of a call. */
export interface MiddlewareCall<Sent = LightRequest> {
  /** The request: before sending in `onRequest`, as sent in the other hooks. The same object for all hooks of an attempt. */
  readonly request: Sent;
  /** Path template of the operation, such as `/api/hubs/{hub}/:send`. */
  readonly schemaPath: string;
  /** The path and query arguments, by their names in the document. The same object for every attempt of a call. */
  readonly params: {
    readonly path?: Record<string, unknown>;
    readonly query?: Record<string, unknown>;
  };
  /** ID of the attempt, the same for all its hooks. */
  readonly id: string;
  /** Descriptor of the operation. Absent if a raw client sends a request that is not an operation of the document. */
  readonly operation?: OperationDescriptor;
  /** The endpoint of the client, and its `fetch`. */
  readonly options: MiddlewareOptions<Sent>;
}

/** Properties of the client that middleware can use. */
export interface MiddlewareOptions<Sent = LightRequest> {
  /** The endpoint, without a trailing slash. */
  readonly baseUrl: string;
  /** Sends a request without running middleware. */
  readonly fetch: (request: Sent) => Promise<Response>;
}

type MaybePromise<Value> = Value | Promise<Value>;

/**
 * Intercepts every attempt of a call. The hooks are those of openapi-fetch, but receive a plain object instead of a `Request`.
 * Use {@link fromOpenapiFetch} for middleware that needs a `Request`.
 */
export interface Middleware {
  /** Called before a request is sent. Can modify the request in place, or return a response instead of sending it. */
  readonly onRequest?: (call: MiddlewareCall) => MaybePromise<LightRequest | Response | undefined | void>;
  /** Called after a response. Can return another response. */
  readonly onResponse?: (
    call: MiddlewareCall & { readonly response: Response },
  ) => MaybePromise<Response | undefined | void>;
  /** Called after `fetch` failed. Can return another error, or a response. */
  readonly onError?: (
    call: MiddlewareCall & { readonly error: unknown },
  ) => MaybePromise<Error | Response | undefined | void>;
}
