import { randomId } from "../random-id.js";
import { LongPollingTransport } from "./long-polling.js";
import { Session } from "./session.js";
import type { HostedSession, SessionHost } from "./session-host.js";
import type { SessionIdentity } from "./session-identity.js";

/** A long-polling client may still fetch its Close this long after the end. */
const lingerInMs = 5_000;

/** The sessions of all clients, by the token that stands for each of them in requests. */
export class SessionRegistry {
  readonly #host: SessionHost;
  readonly #sessions = new Map<string, Session>();
  #waiting = 0;

  constructor(host: SessionHost) {
    this.#host = host;
  }

  values(): IterableIterator<Session> {
    return this.#sessions.values();
  }

  /** Whether as many clients wait for their transport as may. */
  get isFull(): boolean {
    return this.#waiting >= this.#host.limits.maxWaitingClients;
  }

  /** A new session, which waits for its transport. @param isTokenSecret Whether its token is another one than its id. */
  create(client: Omit<SessionIdentity, "id" | "token">, isTokenSecret: boolean): Session {
    const id = randomId(16);
    const identity = { id, token: isTokenSecret ? randomId(24) : id, ...client };
    const session = new Session(identity, this.#host);
    this.#sessions.set(identity.token, session);
    this.#waiting++;
    return session;
  }

  /** One that ended is found only while its client may fetch its Close. */
  get(token: string): Session | undefined {
    const session = this.#sessions.get(token);
    const isOver = session?.closed === true && !(session.transport instanceof LongPollingTransport);
    return isOver ? undefined : session;
  }

  /** Has to be called before a session is given a transport. */
  attaching(session: HostedSession): void {
    if (!session.wasAttached) this.#waiting--;
  }

  /** Forgets a session that ended. */
  forget(session: HostedSession): void {
    if (!session.wasAttached) this.#waiting--;
    const remove = (): boolean => this.#sessions.delete(session.identity.token);
    if (session.transport instanceof LongPollingTransport) this.#host.clock.schedule(remove, lingerInMs);
    else remove();
  }

  /** Whether a client that is between two polls has not fetched its Close yet. */
  get hasUndelivered(): boolean {
    for (const { closed, transport } of this.#sessions.values())
      if (closed && transport instanceof LongPollingTransport && transport.queuedBytes > 0) return true;
    return false;
  }
}
