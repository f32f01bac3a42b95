import type { ClientContext } from "./context.js";
import { LightRequest } from "./light-request.js";
import { markNetworkError } from "./network-error.js";
import type { OperationDescriptor } from "./operation.js";
import type { ClientMiddleware, FetchFunction, MiddlewareCall } from "./options.js";

/** Calls `fetch` with a URL and an init object, whatever middleware has made of the request. */
export async function send(
  fetch: FetchFunction | undefined,
  request: LightRequest | Request,
): Promise<Response> {
  try {
    const init = isRequest(request) ? await new LightRequest({}).become(request) : request;
    const response = (await (fetch ?? globalThis.fetch)(init.url, init as RequestInit)) as unknown;
    if (!isResponse(response)) throw new TypeError("The fetch function did not resolve to a Response");
    return response;
  } catch (error) {
    throw markNetworkError(error);
  }
}

/** Sends a request through middleware in openapi-fetch's order: in on the way there, out on the way back. */
export async function exchange(
  { middleware, middlewareOptions: options, fetch }: ClientContext,
  operation: OperationDescriptor,
  request: LightRequest,
  params: MiddlewareCall["params"],
): Promise<Response> {
  const id = Math.random().toString(36).slice(2, 11);
  const call = { schemaPath: operation.path, operation, params, id, options };
  /** Calls a hook; what it returns is a response, or what `isOther` knows. */
  const ask = async <Other = never>(
    one: ClientMiddleware,
    hook: Hook,
    more: object,
    isOther?: (value: unknown) => value is Other,
  ): Promise<Response | Other | undefined> => {
    const view = one.lightRequest ? request : await request.toRequest();
    const result = await (one as unknown as Hooks)[hook]?.({ ...call, request: view, ...more });
    if (!result || result === request) return undefined;
    if (isResponse(result) || isOther?.(result)) return result;
    throw new TypeError(`${hook} of a middleware must return ${expected[hook]} or undefined`);
  };

  for (const one of middleware) {
    const result = await ask(one, "onRequest", {}, isRequest);
    if (isResponse(result)) return result;
    if (result) await request.become(result);
  }
  const wayBack = [...middleware];
  wayBack.reverse();
  let response: Response | undefined;
  try {
    response = await send(fetch, request);
  } catch (thrown) {
    let error = thrown;
    for (const one of wayBack) {
      const result = await ask(one, "onError", { error }, isError);
      if (isResponse(result)) {
        response = result;
        break;
      }
      if (result) error = markNetworkError(result);
    }
    if (!response) throw error;
  }
  for (const one of wayBack) response = (await ask(one, "onResponse", { response })) ?? response;
  return response;
}

type Hook = "onRequest" | "onResponse" | "onError";
type Hooks = { readonly [hook in Hook]?: (call: object) => unknown };

/** What a hook may return. */
const expected = {
  onRequest: "a Request, a Response",
  onResponse: "a Response",
  onError: "an Error, a Response",
};

/** By its shape: a `fetch` of another package or realm makes objects of its own classes. */
export function isResponse(value: unknown): value is Response {
  const { status, headers } = (value ?? {}) as Partial<Response>;
  return typeof status === "number" && typeof headers?.get === "function";
}

function isRequest(value: unknown): value is Request {
  return typeof (value as Partial<Request>).clone === "function";
}

function isError(value: unknown): value is Error {
  return value instanceof Error;
}
