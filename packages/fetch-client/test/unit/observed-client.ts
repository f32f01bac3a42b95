import { writeText } from "../../src/body.ts";
import { type ContextSettings, createContext } from "../../src/context.ts";
import { paginateByLink } from "../../src/link-paging.ts";
import { createMethods } from "../../src/methods.ts";
import type { OperationDescriptor } from "../../src/operation.ts";
import type { ClientOptions } from "../../src/options.ts";
import { createRaw } from "../../src/raw-client.ts";
import { ServiceError } from "../../src/service-error.ts";

/** A request as it was handed to `fetch`. */
export interface ObservedRequest {
  readonly url: string;
  readonly init: RequestInit & { headers: Headers };
}

const operations = {
  send: {
    id: "send",
    method: "POST",
    path: "/hubs/{hub}/groups/{group}/:send",
    parameters: { hub: "path", group: "path", application: "query", excluded: "query" },
    body: ["application/json", "application/x-msgpack", "application/octet-stream"],
    writeBody: writeText,
    result: "optional",
    retry: "send",
  },
  exists: {
    id: "exists",
    method: "HEAD",
    path: "/hubs/{hub}/groups/{group}",
    parameters: { hub: "path", group: "path" },
    result: "existence",
    retry: "idempotent",
    absence: ["Warning.Group.NotExisted"],
  },
  close: {
    id: "close",
    method: "DELETE",
    path: "/hubs/{hub}/connections/{connectionId}",
    parameters: { hub: "path", connectionId: "path" },
    result: "optional",
    retry: "idempotent",
    absence: ["Warning.Connection.NotExisted"],
  },
  token: {
    id: "token",
    method: "POST",
    path: "/hubs/{hub}/:token",
    parameters: { hub: "path" },
    result: "data",
    retry: "idempotent",
  },
  health: { id: "health", method: "HEAD", path: "/health", result: "none", retry: "idempotent" },
  list: {
    id: "list",
    method: "GET",
    path: "/hubs/{hub}/members",
    parameters: { hub: "path", top: "query", continuationToken: "query" },
    result: "pages",
    retry: "idempotent",
    paging: { items: "value", nextLink: "nextLink", continuation: "continuationToken", limit: "top" },
    paginate: paginateByLink,
  },
  follow: {
    id: "follow",
    method: "GET",
    path: "/hubs/{hub}/members",
    parameters: { hub: "path" },
    result: "pages",
    retry: "idempotent",
    paging: { items: "value", nextLink: "nextLink" },
    paginate: paginateByLink,
  },
} as const satisfies Record<string, OperationDescriptor>;

type Method = (args?: object, options?: object) => Promise<unknown>;

/** What a writer of bodies is given of a client. */
export function observedContext() {
  return createContext({ endpoint: "https://example.com" }, { ErrorClass: ServiceError });
}

/** A client whose requests are kept and answered by a function, and the openapi-fetch client over the same function. */
export function observedClient(
  answer: (request: ObservedRequest, count: number) => Response | Promise<Response>,
  options: Partial<ClientOptions> = {},
  settings: Partial<ContextSettings> = {},
) {
  const requests: ObservedRequest[] = [];
  const context = createContext(
    {
      endpoint: "https://example.com",
      fetch: async (url, init) => {
        const request = { url, init: init as ObservedRequest["init"] };
        requests.push(request);
        return answer(request, requests.length);
      },
      retry: { delayInMs: 1 },
      ...options,
    },
    {
      ErrorClass: ServiceError,
      search: "api-version=1",
      errorCodeHeader: "x-error-code",
      ...settings,
    },
  );
  type List = (args: object) => AsyncIterable<unknown> & { pages(): AsyncIterable<unknown> };
  type Methods = Record<Exclude<keyof typeof operations, "list" | "follow">, Method> & {
    readonly list: List;
    readonly follow: List;
  };
  const client = createMethods(context, "hub", ...Object.values(operations));
  return {
    client: client as Methods & { hub(hub: string): Methods },
    raw: createRaw<never>(context, Object.values(operations), { "api-version": "1" }) as object,
    requests,
  };
}
