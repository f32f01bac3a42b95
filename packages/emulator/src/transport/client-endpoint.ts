import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Server, WebSocketServer } from "ws";
import type { RequestTrace } from "../activity/request-trace.js";
import type { AllowedOrigins } from "../allowed-origins.js";
import { type Authenticator, Unauthorized, bearerToken } from "../auth/authenticator.js";
import { userIdOf } from "../auth/user-id.js";
import { endSocket } from "../end-socket.js";
import { hubNameRule, isHubName } from "../hub-name.js";
import { STATUS_CODES } from "../node-http.js";
import { printable } from "../printable.js";
import { BodyTooLarge, readBody } from "../read-body.js";
import type { RequestTarget } from "../request-target.js";
import { LongPollingTransport } from "./long-polling.js";
import { type ClientQuery, readClientQuery } from "./client-query.js";
import { allowOrigin } from "./cors.js";
import { negotiateResponse, negotiatedVersion } from "./negotiate.js";
import { ServerSentEventsTransport } from "./server-sent-events.js";
import type { Session } from "./session.js";
import type { SessionHost } from "./session-host.js";
import { SessionRegistry } from "./session-registry.js";
import { WebSocketTransport, bindWebSocket } from "./web-socket.js";

/** An answer other than success, as text. */
class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** Everything under `/client`: negotiate, the three transports, CORS. */
export class ClientEndpoint {
  readonly sessions: SessionRegistry;
  readonly #host: SessionHost;
  readonly #authenticator: Authenticator;
  readonly #origins: AllowedOrigins;
  readonly #sockets: Server<typeof WebSocketTransport>;
  readonly #webSockets = new Set<WebSocketTransport>();

  constructor(host: SessionHost, authenticator: Authenticator, origins: AllowedOrigins) {
    this.sessions = new SessionRegistry(host);
    this.#host = host;
    this.#authenticator = authenticator;
    this.#origins = origins;
    this.#sockets = new WebSocketServer<typeof WebSocketTransport>({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: host.limits.maxMessageBytes + 16,
      WebSocket: WebSocketTransport,
    });
  }

  static serves(path: string): boolean {
    return path === "/client" || path.startsWith("/client/");
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    target: RequestTarget,
    trace: RequestTrace,
  ): Promise<void> {
    const query = readClientQuery(target);
    trace.routed(undefined, query.hubs[0]?.toLowerCase());
    response.setHeader("vary", "origin, access-control-request-headers");
    try {
      this.#checkOrigin(request);
      allowOrigin(request, response);
      if (request.method === "OPTIONS") {
        response.writeHead(204).end();
        return;
      }
      if (query.path === "/client/negotiate") await this.#negotiate(request, response, query, trace);
      else if (isTransportPath(query.path)) await this.#transfer(request, response, query);
      else
        throw new Refusal(
          404,
          `There is nothing at '${query.path.slice(0, 100)}'; clients connect to '/client/?hub=<hub>'`,
        );
    } catch (error) {
      this.#refuse(error, trace, (status, headers, text) => response.writeHead(status, headers).end(text));
    }
  }

  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    target: RequestTarget,
    trace: RequestTrace,
  ): void {
    const query = readClientQuery(target);
    trace.routed(undefined, query.hubs[0]?.toLowerCase());
    try {
      this.#checkOrigin(request);
      if (!isTransportPath(query.path))
        throw new Refusal(404, "WebSocket clients connect to '/client/?hub=<hub>'");
      const { id } = query;
      const session = id === undefined ? this.#open(request, query) : this.#existing(request, query, id);
      if (session.transport !== undefined && !(session.transport instanceof WebSocketTransport))
        throw new Refusal(400, "Cannot change transports mid-connection");
      if (!session.takesSocket) throw new Refusal(409, "The connection has a transport already");
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        if (session.closed || !session.takesSocket) webSocket.terminate();
        else {
          this.sessions.attaching(session);
          bindWebSocket(webSocket, socket, session, this.#webSockets);
        }
      });
    } catch (error) {
      this.#refuse(error, trace, (status, headers, text) => {
        const lines = Object.entries({
          ...headers,
          connection: "close",
          "content-length": Buffer.byteLength(text),
        });
        endSocket(
          socket,
          `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${text}`,
        );
      });
    }
  }

  /** Cuts off the WebSockets that are still open. */
  terminate(): void {
    for (const webSocket of this.#webSockets) webSocket.terminate();
  }

  async #negotiate(
    request: IncomingMessage,
    response: ServerResponse,
    query: ClientQuery,
    trace: RequestTrace,
  ): Promise<void> {
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      throw new Refusal(405, "Negotiate takes POST only");
    }
    await readBody(request, this.#host.limits.maxMessageBytes);
    const version = negotiatedVersion(query.negotiateVersion);
    const answer =
      typeof version === "number"
        ? negotiateResponse(version, this.#open(request, query, version).identity)
        : version;
    const json = JSON.stringify(answer);
    trace.negotiated(json);
    response.writeHead(200, { "content-type": "application/json" }).end(json);
  }

  async #transfer(request: IncomingMessage, response: ServerResponse, query: ClientQuery): Promise<void> {
    const { method } = request;
    if (method !== "GET" && method !== "POST" && method !== "DELETE") {
      response.setHeader("allow", "GET, POST, DELETE");
      throw new Refusal(405, "Transports take GET, POST and DELETE only");
    }
    const { id } = query;
    if (id === undefined || id === "") {
      this.#authenticate(request, query);
      throw new Refusal(400, "Connection ID required");
    }
    const session = this.#existing(request, query, id);
    if (method === "GET") this.#read(request, response, session);
    else if (method === "POST") {
      if (session.transport instanceof WebSocketTransport) {
        throw new Refusal(405, "POST requests are not allowed for WebSocket connections.");
      }
      if (session.transport === undefined) throw new Refusal(404, "No Connection with that ID");
      const body = await readBody(request, this.#host.limits.maxMessageBytes);
      if (session.closed) throw new Refusal(404, "No Connection with that ID");
      session.receive(body);
      response.writeHead(200, { "content-type": "text/plain" }).end();
    } else {
      if (!(session.transport instanceof LongPollingTransport)) {
        throw new Refusal(400, "Cannot terminate this connection using the DELETE endpoint.");
      }
      session.transport.end();
      session.lost();
      response.writeHead(202, { "content-type": "text/plain" }).end();
    }
  }

  #read(request: IncomingMessage, response: ServerResponse, session: Session): void {
    const existing = session.transport;
    if ((request.headers.accept ?? "").includes("text/event-stream")) {
      if (existing instanceof ServerSentEventsTransport)
        throw new Refusal(409, "The connection has a transport already");
      if (existing !== undefined) throw new Refusal(400, "Cannot change transports mid-connection");
      this.sessions.attaching(session);
      session.attach(new ServerSentEventsTransport(response));
      response.once("close", () => session.lost());
      return;
    }
    if (existing instanceof LongPollingTransport) {
      existing.poll(response);
      return;
    }
    if (existing !== undefined) throw new Refusal(400, "Cannot change transports mid-connection");
    const { pollTimeoutInMs, disconnectTimeoutInMs } = this.#host.limits;
    const transport = new LongPollingTransport({
      now: () => this.#host.now(),
      pollTimeoutInMs,
      disconnectTimeoutInMs,
      onAbandoned: () => session.lost("The client stopped polling"),
    });
    this.sessions.attaching(session);
    session.attach(transport);
    transport.poll(response);
  }

  /** The session that a request belongs to. A session of another user is treated as unknown, since an id need not be secret. */
  #existing(request: IncomingMessage, query: ClientQuery, id: string): Session {
    const { hub, claims } = this.#authenticate(request, query);
    const session = this.sessions.get(id);
    if (session === undefined) throw new Refusal(404, "No Connection with that ID");
    if (session.identity.hub !== hub || session.userId !== userIdOf(claims))
      throw new Refusal(404, "No Connection with that ID");
    return session;
  }

  /** A new session that waits for its transport. */
  #open(request: IncomingMessage, query: ClientQuery, version = 1): Session {
    const { hub, claims } = this.#authenticate(request, query);
    if (this.sessions.isFull) throw new Refusal(429, "Too many clients negotiated without connecting");
    const client = {
      hub,
      userId: userIdOf(claims),
      claims,
      query: query.forUpstream,
      mayResume: query.asksToResume && version > 0,
    };
    return this.sessions.create(client, version > 0);
  }

  /** A page of any site reaches this machine, and with the public key it can be any user: its origin has to be allowed. */
  #checkOrigin({ headers: { origin } }: IncomingMessage): void {
    if (this.#origins.has(origin)) return;
    throw new Refusal(
      403,
      `Pages of '${printable(origin ?? "")}' may not connect; allow them with --allowed-origin or the allowedOrigins option`,
    );
  }

  #authenticate(
    request: IncomingMessage,
    query: ClientQuery,
  ): { readonly hub: string; readonly claims: Session["identity"]["claims"] } {
    const [hub] = query.hubs;
    if (hub === undefined || query.hubs.length > 1 || !isHubName(hub)) {
      throw new Refusal(400, `The query must contain exactly one valid 'hub': ${hubNameRule}`);
    }
    const header = request.headers.authorization;
    const mayUseQuery =
      request.headers.upgrade !== undefined || (request.headers.accept ?? "").includes("text/event-stream");
    const token = header !== undefined ? bearerToken(header) : mayUseQuery ? query.accessToken : undefined;
    return {
      hub: hub.toLowerCase(),
      claims: this.#authenticator.authenticate(
        token,
        { path: "/client/", hub },
        { remember: request.headers.upgrade === undefined },
      ),
    };
  }

  #refuse(error: unknown, trace: RequestTrace, answer: Answer): void {
    const status =
      error instanceof Unauthorized
        ? 401
        : error instanceof BodyTooLarge
          ? 413
          : error instanceof Refusal
            ? error.status
            : undefined;
    if (status === undefined || !(error instanceof Error)) throw error;
    trace.answered(status, { reason: error.message });
    if (status === 401 || status === 403) this.#host.log(`${status}: ${error.message}`, "request");
    if (error instanceof Unauthorized) {
      answer(status, { "www-authenticate": error.challenge }, "");
    } else answer(status, { "content-type": "text/plain" }, error.message);
  }
}

function isTransportPath(path: string): boolean {
  return path === "/client" || path === "/client/";
}

type Answer = (status: number, headers: Record<string, string>, text: string) => void;
