import type { ClientContext } from "./context.js";
import type { LightRequest } from "./light-request.js";
import type { FetchFunction, Middleware, MiddlewareCall } from "./middleware.js";
import { markNetworkError } from "./network-error.js";
import type { OperationDescriptor } from "./operation.js";

/** Calls `fetch` with a URL and an init object. */
export async function send(fetch: FetchFunction | undefined, request: LightRequest): Promise<Response> {
  try {
    return asResponse(await (fetch ?? globalThis.fetch)(request.url, request as RequestInit), "fetch");
  } catch (error) {
    throw markNetworkError(error);
  }
}

let exchanges = 0;

/**
 * Sends a request through middleware: `onRequest` hooks run in order, the other hooks in reverse order. Each of these receives the
 * response or error that the previous hook left.
 */
export async function exchange(
  { middleware, middlewareOptions: options, fetch }: ClientContext,
  operation: OperationDescriptor,
  request: LightRequest,
  params: MiddlewareCall["params"],
): Promise<Response> {
  const call = { request, schemaPath: operation.path, operation, params, id: `${++exchanges}`, options };
  for (const layer of middleware) {
    const result = await layer.onRequest?.(call);
    if (result && result !== request) return asResponse(result, "onRequest of a middleware");
  }
  let response: Response | undefined;
  let error: unknown;
  try {
    response = await send(fetch, request);
  } catch (thrown) {
    error = thrown;
  }
  for (let index = middleware.length; index--;) {
    const layer = middleware[index] as Middleware;
    if (response) {
      const result = await layer.onResponse?.({ ...call, response });
      if (result) response = asResponse(result, "onResponse of a middleware");
    } else {
      const result = await layer.onError?.({ ...call, error });
      if (result instanceof Error) error = markNetworkError(result);
      else if (result) response = asResponse(result, "onError of a middleware");
    }
  }
  if (response) return response;
  throw error;
}

/** Checks the shape, because a `fetch` of another package or realm has its own classes. */
function asResponse(value: unknown, from: string): Response {
  const { status, headers } = Object(value) as Partial<Response>;
  if (typeof status === "number" && typeof headers?.get === "function") return value as Response;
  throw new TypeError(`${from} did not return a Response`);
}
