import createOpenapiFetch, { type Client, type Middleware } from "openapi-fetch";
import { LightRequest } from "./light-request.js";
import type { ClientOptions } from "./options.js";
import { expandPath } from "./path.js";
import { markAsNetworkError } from "./network-error.js";
import { limitErrorBody } from "./response-body.js";
import { serializeQuery } from "./query.js";

export type { Middleware };

/** The openapi-fetch client with this runtime's path safety. */
export type RawClient<Paths extends object> = Client<Paths>;

/** Makes the openapi-fetch client: the one place that knows the library. */
export function createRawClient(
  baseUrl: string,
  { middleware = [], fetch, headers = {} }: ClientOptions,
  apiVersion: readonly [name: string, value: string] | undefined,
  nonStringPathParameters: readonly string[] | undefined,
  maxResponseBytes: number,
): RawClient<object> {
  const client = createOpenapiFetch<object>({
    baseUrl,
    // A redirect is an answer: a token must not follow it to another host.
    redirect: "manual",
    headers: { accept: "application/json", ...headers },
    Request: LightRequest as never,
    // The URL as a whole is the template: a base URL that has been parsed holds neither braces nor dot segments.
    pathSerializer: (url, values) => expandPath(url, values, nonStringPathParameters),
    querySerializer: (query) =>
      serializeQuery(apiVersion === undefined ? query : { [apiVersion[0]]: apiVersion[1], ...query }),
    fetch: async (request: Request | LightRequest) => {
      const send = fetch ?? globalThis.fetch;
      const init = Object.prototype.isPrototypeOf.call(LightRequest.prototype, request)
        ? (request as LightRequest).init
        : (request as Request);
      try {
        const response = (await send(request.url, init)) as Response | undefined;
        if (typeof response?.status !== "number" || !(response.headers instanceof Headers)) {
          throw new TypeError("The fetch function did not resolve to a Response");
        }
        return await limitErrorBody(response, maxResponseBytes);
      } catch (error) {
        markAsNetworkError(error);
        throw error;
      }
    },
  });
  client.use(...middleware);
  return client;
}
