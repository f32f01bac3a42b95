import { type LightRequest, toLightRequest } from "./light-request.js";
import { networkErrors } from "./network-error.js";
import type { Middleware } from "./openapi-fetch.js";
import type { ClientMiddleware, FetchFunction } from "./options.js";

/** The way from a request to its response: middleware around `fetch`. */
export interface Transport {
  readonly middleware: ClientMiddleware[];
  /** What middleware is told of the client. */
  readonly options: MiddlewareOptions;
}

type MiddlewareOptions = MiddlewareCall["options"];
type MiddlewareCall = Parameters<NonNullable<Middleware["onRequest"]>>[0];

/** Calls `fetch` with a URL and an init object, whatever middleware has made of the request. */
export async function send(
  fetch: FetchFunction | undefined,
  request: LightRequest | Request,
): Promise<Response> {
  try {
    const init = isRequest(request) ? await toLightRequest(request) : request;
    const response = (await (fetch ?? globalThis.fetch)(init.url, init)) as unknown;
    if (!isResponse(response)) throw new TypeError("The fetch function did not resolve to a Response");
    return response;
  } catch (error) {
    networkErrors.add(Object(error) as object);
    throw error;
  }
}

/** Sends a request through middleware in openapi-fetch's order: in on the way there, out on the way back. */
export async function exchange(
  { middleware, options }: Transport,
  light: LightRequest,
  schemaPath: string,
  params: MiddlewareCall["params"],
): Promise<Response> {
  const around = [...middleware];
  const id = Math.random().toString(36).slice(2, 11);
  let real: Request | undefined;
  /** What middleware is shown of the request. Both views have the same headers and stay the same objects. */
  const view = async (one: ClientMiddleware): Promise<unknown> => {
    if (one.lightRequest) return light;
    if (!real) {
      real = new Request(light.url, light);
      // Whatever is not text may be read once, or be written differently a second time.
      Object.assign(
        light,
        typeof light.body === "object" ? await toLightRequest(real) : { headers: real.headers },
      );
    }
    return real;
  };
  /** Calls a hook; what it returns is a response, or what `isOther` knows. */
  const ask = async <Other = never>(
    one: ClientMiddleware,
    hook: Hook,
    more?: object,
    isOther?: (value: unknown) => value is Other,
  ): Promise<Response | Other | undefined> => {
    const result = await (one as unknown as Hooks)[hook]?.({
      request: await view(one),
      schemaPath,
      params,
      id,
      options,
      ...more,
    });
    if (!result || result === light) return undefined;
    if (isResponse(result) || isOther?.(result)) return result;
    throw new TypeError(`${hook} of a middleware returned what it must not`);
  };

  for (const one of around) {
    const result = await ask(one, "onRequest", {}, isRequest);
    if (isResponse(result)) return result;
    if (result && result !== real) {
      real = result;
      Object.assign(light, await toLightRequest(result));
    }
  }
  around.reverse();
  let response: Response | undefined;
  try {
    response = await options.fetch(light as unknown as Request);
  } catch (thrown) {
    let error = thrown;
    for (const one of around) {
      const result = await ask(one, "onError", { error }, isError);
      if (isResponse(result)) {
        response = result;
        break;
      }
      if (result) networkErrors.add((error = result));
    }
    if (!response) throw error;
  }
  for (const one of around) response = (await ask(one, "onResponse", { response })) ?? response;
  return response;
}

type Hook = "onRequest" | "onResponse" | "onError";
type Hooks = { readonly [hook in Hook]?: (call: object) => unknown };

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
