import type { WebHandler } from "./web-request.js";

export type { WebHandler } from "./web-request.js";

/** The properties of `HttpRequest` of `@azure/functions` that the handler uses. */
export interface FunctionRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { entries(): Iterable<[string, string]> };
  readonly body: object | null;
}

/** The response of a function: an `HttpResponseInit` of `@azure/functions`. */
export interface FunctionResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/**
 * Converts a web-standard handler to a handler for `app.http` of Azure Functions (Node.js programming model v4).
 *
 * Functions have no `waitUntil`. Azure may stop an instance once all its functions have responded, which ends its open streams. For
 * long streams, use a plan with an always-ready instance.
 *
 * @example
 * ```ts no-run
 * import { app } from "@azure/functions";
 * import { createNegotiateHandler } from "@x/auth";
 * import { toFunctionHandler } from "@x/hub/azure-functions";
 *
 * const connectionString = process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "";
 * const negotiate = createNegotiateHandler(connectionString, { hub: "todo", authenticate: () => ({}) });
 *
 * app.http("negotiate", {
 *   methods: ["POST", "OPTIONS"],
 *   authLevel: "anonymous",
 *   handler: toFunctionHandler(negotiate),
 * });
 * ```
 */
export function toFunctionHandler(
  handler: WebHandler,
): (request: FunctionRequest) => Promise<FunctionResponse> {
  return async ({ method, url, headers, body }) => {
    const init: RequestInit & { duplex: "half" } = {
      method,
      headers: [...headers.entries()],
      body: body as ReadableStream | null,
      duplex: "half",
    };
    const answer = await handler(new Request(url, init));
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  };
}
