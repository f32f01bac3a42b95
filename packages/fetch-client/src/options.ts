import type { OperationDescriptor } from "./operation.js";
import type { RetryPolicy } from "./retry.js";

/** A `fetch` as the client calls it: with a URL and an init object, never with a `Request`. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** What middleware is told of a request, as by openapi-fetch, and of the operation. */
export interface MiddlewareCall {
  /** Plain data with the same `url`, `method`, `headers`, `body` and `signal` for middleware with `lightRequest`. */
  readonly request: Request;
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
  readonly options: MiddlewareOptions;
}

/** What middleware is told of the client. */
export interface MiddlewareOptions {
  /** The endpoint, without a trailing slash. */
  readonly baseUrl: string;
  /** Sends another request, past all middleware. */
  readonly fetch: (request: Request) => Promise<Response>;
}

/**
 * Steps into every attempt of a call, in the way of openapi-fetch: its middleware can be used here, as far as it asks for
 * no serializers.
 */
export interface Middleware {
  /** Changes the request, gives another one, or answers it. */
  onRequest?(call: MiddlewareCall): MaybePromise<Request | Response | undefined | void>;
  /** Gives another response. */
  onResponse?(
    call: MiddlewareCall & { readonly response: Response },
  ): MaybePromise<Response | undefined | void>;
  /** Gives another error, or a response, where `fetch` failed. */
  onError?(
    call: MiddlewareCall & { readonly error: unknown },
  ): MaybePromise<Error | Response | undefined | void>;
}

type MaybePromise<Value> = Value | Promise<Value>;

/**
 * A {@link Middleware}. One with `lightRequest: true` is handed plain data instead of a `Request`, with the same `url`,
 * `method`, `headers` and `signal`, and its `body` as it was given: no `Request` is made for it, which costs as much as
 * all the rest of a call.
 */
export type ClientMiddleware = Middleware & { readonly lightRequest?: boolean };

/** Options of a client. */
export interface ClientOptions {
  /** Absolute http or https URL of the service, without credentials, query and fragment. A path is kept as a prefix. */
  readonly endpoint: string | URL;
  /** Middleware in order; it runs for every attempt. Credentials come in this way. */
  readonly middleware?: readonly ClientMiddleware[];
  /** What sends the requests. @defaultValue the global `fetch` at the time of the call */
  readonly fetch?: FetchFunction;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `false` sends each call once; its time-outs stay at their defaults. */
  readonly retry?: RetryPolicy | false;
  /** Longest response body that is read, in bytes; `Infinity` for no limit. @defaultValue 67108864 (64 MiB) */
  readonly maxResponseBytes?: number;
}

/** What a method without arguments takes before its options, so that an argument can come later: nothing, or `{}`. */
export type NoArguments = Readonly<Record<string, never>>;

/** Options of one call. */
export interface CallOptions {
  /** Ends the call at once, in every phase. */
  readonly signal?: AbortSignal | undefined;
  /** Headers of this call, over those of the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Over the client's policy, property by property; `false` sends once. */
  readonly retry?: RetryPolicy | false | undefined;
}
