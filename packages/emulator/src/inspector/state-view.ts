import type { Hub } from "../state/hub.js";
import type { Session } from "../transport/session.js";
import type { ConnectionView, MembershipView, StateEvent } from "./wire.js";

const maxMemberships = 1_000;

/** What the inspector reads; it changes nothing by itself. */
export interface InspectedState {
  sessions(): Iterable<Session>;
  hubs(): Iterable<Hub>;
}

/** Remembers what one page has been told, and finds what is new since. */
export class StateView {
  readonly #state: InspectedState;
  readonly #told = new Map<string, { readonly signature: string; round: number }>();
  #memberships = "[]";
  #round = 0;

  constructor(state: InspectedState) {
    this.#state = state;
  }

  /** Everything that changed since the last call; undefined when nothing did. */
  changes(): Omit<StateEvent, "kind"> | undefined {
    const round = ++this.#round;
    const connections: ConnectionView[] = [];
    for (const session of this.#state.sessions()) {
      const { protocol, transport, id } = session;
      if (protocol === undefined || session.closed) continue;
      const groups = [...session.groups];
      const signature = `${transport?.name ?? ""}\0${groups.join("\0")}`;
      const told = this.#told.get(id);
      if (told?.signature === signature) {
        told.round = round;
        continue;
      }
      this.#told.set(id, { signature, round });
      connections.push({
        id,
        hub: session.identity.hub,
        ...(session.userId !== undefined && { userId: session.userId }),
        ...(transport !== undefined && { transport: transport.name }),
        protocol: protocol.name,
        groups,
        since: session.createdAt,
      });
    }
    const gone: string[] = [];
    for (const [id, told] of this.#told) {
      if (told.round === round) continue;
      gone.push(id);
      this.#told.delete(id);
    }
    const memberships = this.#changedMemberships();
    if (connections.length === 0 && gone.length === 0 && memberships === undefined) return undefined;
    return { connections, gone, ...memberships };
  }

  #changedMemberships(): Pick<StateEvent, "memberships" | "moreMemberships"> | undefined {
    const memberships: MembershipView[] = [];
    let more = false;
    for (const hub of this.#state.hubs()) {
      for (const membership of hub.memberships()) {
        more = memberships.length === maxMemberships;
        if (more) break;
        memberships.push({ hub: hub.name, ...membership });
      }
      if (more) break;
    }
    const text = JSON.stringify(memberships);
    if (text === this.#memberships) return undefined;
    this.#memberships = text;
    return { memberships, ...(more && { moreMemberships: true }) };
  }
}
