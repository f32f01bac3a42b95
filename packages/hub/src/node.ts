import { type NodeRequest, type WebHandler, webRequest } from "./web-request.js";

export type { NodeRequest, RequestAddress, WebHandler } from "./web-request.js";

/** The members of `http.ServerResponse` that the handler uses. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  end(body: Uint8Array): unknown;
}

/** A listener for `http.createServer`, which is also middleware for Express and Connect. */
export type NodeHandler = (
  request: NodeRequest,
  response: NodeResponse,
  next?: (error: unknown) => void,
) => Promise<void>;

/**
 * Converts a web-standard handler to a handler for plain Node.js, Express 5, or a Connect server such as Vite's. If the handler reads
 * the body, mount it before `express.json()` and other body parsers, which consume the body.
 *
 * Scheme and host are those that Express reports, so set `trust proxy` behind a proxy. Errors of the handler are passed to `next`;
 * without `next`, they are logged and the response is a 500.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { createNegotiateHandler } from "@x/auth";
 * import { toNodeHandler } from "@x/hub/node";
 *
 * const connectionString = process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "";
 * const negotiate = createNegotiateHandler(connectionString, { hub: "todo", authenticate: () => ({}) });
 *
 * const server = createServer(toNodeHandler(negotiate)); // Express: app.all("/negotiate", toNodeHandler(negotiate))
 * server.listen(0, "127.0.0.1").unref();
 * ```
 */
export function toNodeHandler(handler: WebHandler): NodeHandler {
  return async (incoming, outgoing, next = answerFailure(outgoing)) => {
    try {
      const request = webRequest(incoming);
      const answer = request === undefined ? new Response(null, { status: 400 }) : await handler(request);
      const body = new Uint8Array(await answer.arrayBuffer());
      outgoing.statusCode = answer.status;
      for (const [name, value] of answer.headers)
        outgoing.setHeader(name, name === "set-cookie" ? answer.headers.getSetCookie() : value);
      outgoing.end(body);
    } catch (error) {
      next(error);
    }
  };
}

function answerFailure(outgoing: NodeResponse): (error: unknown) => void {
  return (error) => {
    console.error(error);
    outgoing.statusCode = 500;
    outgoing.end(new Uint8Array());
  };
}
