import type { IncomingMessage, ServerResponse } from "node:http";
import { type Authenticator, Unauthorized, bearerToken } from "./auth/authenticator.js";
import type { Session } from "./transport/session.js";

/** A connection as the emulator lists it. */
export interface ConnectionListing {
  readonly hub: string;
  readonly connectionId: string;
  readonly userId?: string;
  /** `WebSockets`, `ServerSentEvents` or `LongPolling`; empty while a lost client is waited for. */
  readonly transport: string;
  /** `json` or `messagepack`. */
  readonly protocol: string;
  readonly groups: readonly string[];
  /** ISO 8601. */
  readonly connectedAt: string;
}

const path = "/emulator/connections";

/**
 * `GET /emulator/connections`: what the REST API has no operation for. Takes the tokens that the REST API takes, made for
 * this path.
 */
export class ConnectionsEndpoint {
  readonly #authenticator: Authenticator;
  readonly #sessions: () => Iterable<Session>;

  constructor(authenticator: Authenticator, sessions: () => Iterable<Session>) {
    this.#authenticator = authenticator;
    this.#sessions = sessions;
  }

  static serves(requested: string): boolean {
    return requested === path;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#authenticator.authenticate(bearerToken(request.headers.authorization), { path });
    } catch (error) {
      if (!(error instanceof Unauthorized)) throw error;
      response.writeHead(401, { "www-authenticate": error.challenge }).end();
      return;
    }
    if (request.method !== "GET") {
      response.writeHead(405, { allow: "GET" }).end();
      return;
    }
    const value = Array.from(listed(this.#sessions()));
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify({ value }));
  }
}

function* listed(sessions: Iterable<Session>): Iterable<ConnectionListing> {
  for (const { identity, protocol, transport, groups, createdAt, closed } of sessions) {
    if (protocol === undefined || closed) continue;
    yield {
      hub: identity.hub,
      connectionId: identity.id,
      ...(identity.userId !== undefined && { userId: identity.userId }),
      transport: transport?.name ?? "",
      protocol: protocol.name,
      groups: [...groups],
      connectedAt: new Date(createdAt).toISOString(),
    };
  }
}
