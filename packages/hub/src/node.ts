import { type NodeRequest, type WebHandler, webRequest } from "./web-request.js";

export type { NodeRequest, RequestAddress, WebHandler } from "./web-request.js";

/** What is needed of an `http.ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  end(body: Uint8Array): unknown;
}

/** A listener of `http.createServer`; middleware of Express and Connect. */
export type NodeHandler = (
  request: NodeRequest,
  response: NodeResponse,
  next?: (error: unknown) => void,
) => Promise<void>;

/**
 * Mounts a web-standard handler in plain Node.js, in Express 5, or in a server of Connect such as Vite's. A handler that
 * reads the body has to come before `express.json()` and other body parsers, which leave nothing to read.
 *
 * Scheme and host are what Express takes them for: set its `trust proxy` behind a proxy. What the handler throws goes to
 * `next`; where there is none it is logged, and the response is a 500.
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
