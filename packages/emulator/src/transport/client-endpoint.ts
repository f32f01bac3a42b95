import { randomBytes } from "node:crypto";
import { type IncomingMessage, STATUS_CODES, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Server, WebSocketServer } from "ws";
import type { RequestTrace } from "../activity/request-trace.js";
import { type Authenticator, Unauthorized, bearerToken } from "../auth/authenticator.js";
import { userIdOf } from "../auth/user-id.js";
import { BodyTooLarge, readBody } from "../read-body.js";
import { LongPollingTransport } from "./long-polling.js";
import { negotiateResponse, negotiatedVersion } from "./negotiate.js";
import { ServerSentEventsTransport } from "./server-sent-events.js";
import { Session } from "./session.js";
import type { SessionHost } from "./session-host.js";
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

export const hubNamePattern = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;

/** A long-polling client may still fetch its Close this long after the end. */
const lingerInMs = 5_000;

/** Everything under `/client`: negotiate, the three transports, CORS. */
export class ClientEndpoint {
  readonly #host: SessionHost;
  readonly #authenticator: Authenticator;
  readonly #sessions = new Map<string, Session>();
  readonly #sockets: Server<typeof WebSocketTransport>;
  #waiting = 0;

  constructor(host: SessionHost, authenticator: Authenticator) {
    this.#host = host;
    this.#authenticator = authenticator;
    this.#sockets = new WebSocketServer<typeof WebSocketTransport>({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: host.limits.maxMessageBytes + 16,
      WebSocket: WebSocketTransport,
    });
  }

  get sessions(): IterableIterator<Session> {
    return this.#sessions.values();
  }

  static serves(path: string): boolean {
    return path === "/client" || path.startsWith("/client/");
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    trace?: RequestTrace,
  ): Promise<void> {
    allowOrigin(request, response);
    trace?.routed(undefined, hubOf(url));
    try {
      if (request.method === "OPTIONS") {
        response.writeHead(204).end();
        return;
      }
      if (url.pathname === "/client/negotiate") await this.#negotiate(request, response, url, trace);
      else if (isTransportPath(url.pathname)) await this.#transfer(request, response, url);
      else
        throw new Refusal(
          404,
          `There is nothing at '${url.pathname.slice(0, 100)}'; clients connect to '/client/?hub=<hub>'`,
        );
    } catch (error) {
      refuse(error, trace, (status, headers, text) => response.writeHead(status, headers).end(text));
    }
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL, trace?: RequestTrace): void {
    trace?.routed(undefined, hubOf(url));
    try {
      if (!isTransportPath(url.pathname))
        throw new Refusal(404, "WebSocket clients connect to '/client/?hub=<hub>'");
      const id = url.searchParams.get("id");
      const session = id === null ? this.#open(request, url) : this.#existing(request, url, id);
      if (!session.takesSocket) throw new Refusal(409, "The connection has a transport already");
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        if (session.closed || !session.takesSocket) webSocket.terminate();
        else {
          if (!session.wasAttached) this.#waiting--;
          bindWebSocket(webSocket, session);
        }
      });
    } catch (error) {
      refuse(error, trace, (status, headers, text) => {
        const lines = Object.entries({
          ...headers,
          connection: "close",
          "content-length": Buffer.byteLength(text),
        });
        socket.end(
          `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${text}`,
        );
      });
    }
  }

  /** Forgets a session that ended. */
  forget(session: Session): void {
    if (!session.wasAttached) this.#waiting--;
    const remove = (): boolean => this.#sessions.delete(session.identity.token);
    if (session.transport instanceof LongPollingTransport) this.#host.clock.schedule(remove, lingerInMs);
    else remove();
  }

  async #negotiate(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    trace: RequestTrace | undefined,
  ): Promise<void> {
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      throw new Refusal(405, "Negotiate takes POST only");
    }
    await readBody(request, this.#host.limits.maxMessageBytes);
    const version = negotiatedVersion(parameter(url, "negotiateVersion"));
    const answer =
      typeof version === "number"
        ? negotiateResponse(version, this.#open(request, url, version, asksToResume(url)).identity)
        : version;
    const json = JSON.stringify(answer);
    trace?.negotiated(json);
    response.writeHead(200, { "content-type": "application/json" }).end(json);
  }

  async #transfer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { method } = request;
    if (method !== "GET" && method !== "POST" && method !== "DELETE") {
      response.setHeader("allow", "GET, POST, DELETE");
      throw new Refusal(405, "Transports take GET, POST and DELETE only");
    }
    const id = url.searchParams.get("id");
    if (id === null || id === "") {
      this.#authenticate(request, url);
      throw new Refusal(400, "Connection ID required");
    }
    const session = this.#existing(request, url, id);
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
      this.#waiting--;
      session.attach(new ServerSentEventsTransport(response));
      response.once("close", () => session.lost());
      return;
    }
    if (existing instanceof LongPollingTransport) {
      existing.poll(response, this.#host.now());
      return;
    }
    if (existing !== undefined) throw new Refusal(400, "Cannot change transports mid-connection");
    const { pollTimeoutInMs, disconnectTimeoutInMs } = this.#host.limits;
    const transport = new LongPollingTransport({
      now: this.#host.now(),
      pollTimeoutInMs,
      disconnectTimeoutInMs,
      onAbandoned: () => session.lost("The client stopped polling"),
    });
    this.#waiting--;
    session.attach(transport);
    transport.poll(response, this.#host.now());
  }

  #existing(request: IncomingMessage, url: URL, id: string): Session {
    this.#authenticate(request, url);
    const session = this.#sessions.get(id);
    const over = session?.closed === true && !(session.transport instanceof LongPollingTransport);
    if (session === undefined || over) throw new Refusal(404, "No Connection with that ID");
    return session;
  }

  /** A new session that waits for its transport. */
  #open(request: IncomingMessage, url: URL, version = 1, mayResume = false): Session {
    const { hub, claims } = this.#authenticate(request, url);
    if (this.#waiting >= this.#host.limits.maxWaitingClients)
      throw new Refusal(429, "Too many clients negotiated without connecting");
    const id = randomBytes(16).toString("base64url");
    const query = new URLSearchParams(url.searchParams);
    for (const name of ["access_token", "id"]) query.delete(name);
    const identity = {
      id,
      token: version === 0 ? id : randomBytes(24).toString("base64url"),
      hub,
      userId: userIdOf(claims),
      claims,
      query: `?${query.toString()}`,
      mayResume: mayResume && version > 0,
    };
    const session = new Session(identity, this.#host);
    this.#sessions.set(identity.token, session);
    this.#waiting++;
    return session;
  }

  #authenticate(
    request: IncomingMessage,
    url: URL,
  ): { readonly hub: string; readonly claims: Session["identity"]["claims"] } {
    const hubs = url.searchParams.getAll("hub");
    const [hub] = hubs;
    if (hub === undefined || hubs.length > 1 || !hubNamePattern.test(hub)) {
      throw new Refusal(
        400,
        "The query needs exactly one valid 'hub': a letter, then up to 127 letters, digits or _`,.[]",
      );
    }
    const header = request.headers.authorization;
    const mayUseQuery =
      request.headers.upgrade !== undefined || (request.headers.accept ?? "").includes("text/event-stream");
    const token =
      header !== undefined
        ? bearerToken(header)
        : mayUseQuery
          ? url.searchParams.getAll("access_token").at(-1)
          : undefined;
    return {
      hub: hub.toLowerCase(),
      claims: this.#authenticator.authenticate(token, { path: "/client/", hub }),
    };
  }
}

function hubOf(url: URL): string | undefined {
  return url.searchParams.get("hub")?.toLowerCase();
}

function isTransportPath(path: string): boolean {
  return path === "/client" || path === "/client/";
}

/** Asked for in the query of negotiate (dotnet/aspnetcore src/SignalR/docs/specs/TransportProtocols.md). */
function asksToResume(url: URL): boolean {
  return parameter(url, "useStatefulReconnect")?.toLowerCase() === "true";
}

function parameter(url: URL, name: string): string | undefined {
  for (const [key, value] of url.searchParams) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

/** Browsers send credentials by default, so the origin is echoed; `*` would be refused. */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  response.setHeader("vary", "origin");
  if (origin === undefined) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-credentials", "true");
  if (request.method !== "OPTIONS") return;
  response.setHeader("access-control-allow-methods", "GET, POST, DELETE");
  response.setHeader(
    "access-control-allow-headers",
    "authorization, content-type, x-requested-with, x-signalr-user-agent",
  );
  response.setHeader("access-control-max-age", "600");
}

type Answer = (status: number, headers: Record<string, string>, text: string) => void;

function refuse(error: unknown, trace: RequestTrace | undefined, answer: Answer): void {
  const status =
    error instanceof Unauthorized
      ? 401
      : error instanceof BodyTooLarge
        ? 413
        : error instanceof Refusal
          ? error.status
          : undefined;
  if (status === undefined || !(error instanceof Error)) throw error;
  trace?.answered(status, { reason: error.message });
  if (error instanceof Unauthorized) answer(status, { "www-authenticate": error.challenge }, "");
  else answer(status, { "content-type": "text/plain" }, error.message);
}
