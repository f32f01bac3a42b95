import { type LightRequest, readRequest } from "./light-request.js";
import type { Middleware, MiddlewareCall } from "./middleware.js";

type MaybePromise<Value> = Value | Promise<Value>;

/** Middleware of openapi-fetch, which receives a `Request` and can return another one. */
export interface OpenapiFetchMiddleware {
  onRequest?(call: MiddlewareCall<Request>): MaybePromise<Request | Response | undefined | void>;
  onResponse?(
    call: MiddlewareCall<Request> & { readonly response: Response },
  ): MaybePromise<Response | undefined | void>;
  onError?(
    call: MiddlewareCall<Request> & { readonly error: unknown },
  ): MaybePromise<Error | Response | undefined | void>;
}

/** The `Request` for the plain request of an attempt, shared by all middleware that needs one. Both have the same headers. */
const requests = new WeakMap<LightRequest, Request>();

/**
 * Adapts middleware of openapi-fetch to this client. The adapter creates a `Request` per attempt, which takes as much CPU time as
 * the rest of a call.
 *
 * @example
 * ```ts
 * import { createSignalRServiceClient, fromOpenapiFetch } from "@x/fetch-client";
 *
 * const trace = fromOpenapiFetch({
 *   onRequest: ({ request }) => new Request(request, { headers: { ...Object.fromEntries(request.headers), "x-trace": "1" } }),
 * });
 * const client = createSignalRServiceClient({ endpoint: "https://example.com", middleware: [trace] });
 * ```
 */
export function fromOpenapiFetch(middleware: OpenapiFetchMiddleware): Middleware {
  const { onRequest, onResponse, onError } = middleware;
  return {
    ...(onRequest && {
      async onRequest(call) {
        const result = await onRequest.call(middleware, await withRequest(call));
        if (!isRequest(result)) return result;
        // Called by openapi-fetch (`createRawClient`), which accepts a `Request`.
        if (isRequest(call.request)) return result as never;
        await replace(call.request, result);
        return undefined;
      },
    }),
    ...(onResponse && {
      onResponse: async (call) => onResponse.call(middleware, await withRequest(call)),
    }),
    ...(onError && {
      onError: async (call) => onError.call(middleware, await withRequest(call)),
    }),
  };
}

async function withRequest<Call extends MiddlewareCall>(call: Call) {
  const { request: light, options } = call;
  const request = isRequest(light)
    ? light
    : (requests.get(light) ?? (await replace(light, toRequest(light))));
  const fetch = async (other: Request) => options.fetch(await readRequest(other));
  return { ...call, request, options: Object.freeze({ ...options, fetch }) };
}

function toRequest(light: LightRequest): Request {
  return new Request(light.url, light as RequestInit);
}

/** Replaces the request that will be sent. */
async function replace(light: LightRequest, request: Request): Promise<Request> {
  if (requests.get(light) !== request) {
    requests.set(light, request);
    Object.assign(light, await readRequest(request));
  }
  return request;
}

function isRequest(value: unknown): value is Request {
  return typeof (value as Partial<Request> | undefined)?.clone === "function" && !("ok" in Object(value));
}
