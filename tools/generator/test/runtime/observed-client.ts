import { type ClientSettings, createClient } from "../../runtime/client.ts";
import type { OperationDescriptor } from "../../runtime/operation.ts";
import { paginateByLink } from "../../runtime/link-paging.ts";
import type { ClientOptions } from "../../runtime/options.ts";
import { ServiceError } from "../../runtime/service-error.ts";

/** A request as it was handed to `fetch`. */
export interface ObservedRequest {
  readonly url: string;
  readonly init: RequestInit & { headers: Headers };
}

const operations = {
  send: {
    method: "POST",
    path: "/hubs/{hub}/groups/{group}/:send",
    parameters: { hub: "path", group: "path", application: "query", excluded: "query" },
    body: ["application/json", "application/x-msgpack", "application/octet-stream"],
    result: "optional",
    retry: "send",
  },
  exists: {
    method: "HEAD",
    path: "/hubs/{hub}/groups/{group}",
    parameters: { hub: "path", group: "path" },
    result: "existence",
    retry: "idempotent",
    absence: ["Warning.Group.NotExisted"],
  },
  close: {
    method: "DELETE",
    path: "/hubs/{hub}/connections/{connectionId}",
    parameters: { hub: "path", connectionId: "path" },
    result: "optional",
    retry: "idempotent",
    absence: ["Warning.Connection.NotExisted"],
  },
  token: {
    method: "POST",
    path: "/hubs/{hub}/:token",
    parameters: { hub: "path" },
    result: "data",
    retry: "idempotent",
  },
  health: { method: "HEAD", path: "/health", result: "none", retry: "idempotent" },
  list: {
    method: "GET",
    path: "/hubs/{hub}/members",
    parameters: { hub: "path", top: "query", continuationToken: "query" },
    result: "pages",
    retry: "idempotent",
    paging: { items: "value", nextLink: "nextLink", continuation: "continuationToken", limit: "top" },
  },
  follow: {
    method: "GET",
    path: "/hubs/{hub}/members",
    parameters: { hub: "path" },
    result: "pages",
    retry: "idempotent",
    paging: { items: "value", nextLink: "nextLink" },
  },
} as const satisfies Record<string, OperationDescriptor>;

type Method = (args?: object, options?: object) => Promise<unknown>;

/** A client whose requests are kept and answered by a function. */
export function observedClient(
  answer: (request: ObservedRequest, count: number) => Response | Promise<Response>,
  options: Partial<ClientOptions> = {},
  settings: Partial<ClientSettings> = {},
) {
  const requests: ObservedRequest[] = [];
  const client = createClient(
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
      operations,
      ErrorClass: ServiceError,
      scope: "hub",
      defaults: ["application"],
      query: { "api-version": "1" },
      errorCodeHeader: "x-error-code",
      paginate: paginateByLink,
      ...settings,
    },
  );
  type List = (args: object) => AsyncIterable<unknown> & { pages(): AsyncIterable<unknown> };
  type Methods = Record<Exclude<keyof typeof operations, "list" | "follow">, Method> & {
    readonly list: List;
    readonly follow: List;
  };
  return { client: client as { raw: object } & Methods & { hub(hub: string): Methods }, requests };
}
