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
 * Sends a request through middleware: in order on the way there, in reverse on the way back. There each is told of the
 * response or the error that those behind it have left.
 */
export async function exchange(
  { middleware, middlewareOptions: options, fetch }: ClientContext,
  operation: OperationDescriptor,
  request: LightRequest,
  params: MiddlewareCall["params"],
): Promise<Response> {
  const call = { request, schemaPath: operation.path, operation, params, id: `${++exchanges}`, options };
  /** Calls a hook, whose result is a response or, from `onError`, an error. */
  const ask = async (one: Middleware, hook: keyof Middleware, more?: object) => {
    const result: unknown = await (one[hook] as Hook | undefined)?.({ ...call, ...more });
    if (!result || result === request) return undefined;
    return hook === "onError" && result instanceof Error
      ? result
      : asResponse(result, `${hook} of a middleware`);
  };

  for (const one of middleware) {
    const response = await ask(one, "onRequest");
    if (response) return response as Response;
  }
  let response: Response | undefined;
  let error: unknown;
  try {
    response = await send(fetch, request);
  } catch (thrown) {
    error = thrown;
  }
  for (let index = middleware.length; index--;) {
    const one = middleware[index] as Middleware;
    const result = await (response ? ask(one, "onResponse", { response }) : ask(one, "onError", { error }));
    if (result instanceof Error) error = markNetworkError(result);
    else response = result ?? response;
  }
  if (response) return response;
  throw error;
}

type Hook = (call: object) => unknown;

/** By its shape: a `fetch` of another package or realm makes objects of its own classes. */
function asResponse(value: unknown, from: string): Response {
  const { status, headers } = Object(value) as Partial<Response>;
  if (typeof status === "number" && typeof headers?.get === "function") return value as Response;
  throw new TypeError(`${from} did not give a Response`);
}
