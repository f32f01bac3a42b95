import { type NodeRequest, type RequestAddress, type WebHandler, webRequest } from "./web-request.js";

/** The methods of `FastifyInstance` that the plugin uses. */
export interface FastifyScope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    contentType: string,
    parser: (request: unknown, payload: unknown, done: (error: Error | null) => void) => void,
  ): unknown;
  all(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown): unknown;
}

/** The properties of `FastifyRequest` that the plugin uses. */
export interface FastifyRequest extends Required<RequestAddress> {
  readonly raw: NodeRequest;
}

/** The method of `FastifyReply` that the plugin uses. */
export interface FastifyReply {
  send(response: Response): unknown;
}

/**
 * Creates a Fastify 5 plugin that mounts a web-standard handler at the prefix of the plugin. The body parsers of the application do not
 * apply to it. Scheme and host are those that Fastify reports, so set `trustProxy` behind a proxy.
 *
 * @example
 * ```ts no-run
 * import { createNegotiateHandler } from "@x/auth";
 * import { toFastifyPlugin } from "@x/hub/fastify";
 * import fastify from "fastify";
 *
 * const connectionString = process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "";
 * const negotiate = createNegotiateHandler(connectionString, { hub: "todo", authenticate: () => ({}) });
 *
 * const app = fastify();
 * await app.register(toFastifyPlugin(negotiate), { prefix: "/negotiate" });
 * await app.listen({ port: 3000 });
 * ```
 */
export function toFastifyPlugin(handler: WebHandler): (scope: FastifyScope) => Promise<void> {
  return async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.all("/", async (incoming, reply) => {
      const request = webRequest(incoming.raw, incoming);
      return reply.send(request === undefined ? new Response(null, { status: 400 }) : await handler(request));
    });
  };
}
