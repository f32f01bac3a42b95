import type { DisconnectedEvent } from "@x/auth";
import type { HubContract } from "./contract.js";
import { groupMembers } from "./group-members.js";
import type { TypedHub } from "./hub.js";

/** A connection that is in a room. A user who has the page open twice is there twice. */
export interface RoomMember {
  /** The connection. */
  readonly connectionId: string;
  /** Absent for an anonymous client. */
  readonly userId?: string;
}

/** Options of {@link createPresence}. */
export interface PresenceOptions {
  /** Tells a room who is in it: `(room, members) => todo.group(room).send("membersChanged", members)`. */
  readonly announce: (room: string, members: readonly RoomMember[]) => Promise<unknown>;
  /**
   * The rooms of a client that has gone. The service does not tell; a claim of its token does where the room is known at
   * negotiation, else a store that all instances of the server share.
   */
  readonly roomsOf: (event: DisconnectedEvent) => readonly string[] | Promise<readonly string[]>;
}

/** Who is in which room. It holds no state of its own: the groups of the service are the truth for all instances. */
export interface Presence {
  /** The members of a room, in an order that does not depend on who came first. */
  members(room: string): Promise<readonly RoomMember[]>;
  /** Adds a connection to the room and tells the room. @throws {SignalRServiceError} when the client has gone meanwhile */
  join(room: string, connectionId: string): Promise<void>;
  /** Removes a connection from the room and tells the room. */
  leave(room: string, connectionId: string): Promise<void>;
  /** Tells the rooms of a client that has gone. The service has taken it out of its groups. */
  disconnected(event: DisconnectedEvent): Promise<void>;
}

/**
 * Keeps rooms, which are groups of the service, told of who is in them, whichever instance of the server handles an event
 * and in whatever order the events come: neither is promised by the service.
 *
 * An announcement is what the service lists, and it is made again until what was announced last is what the service lists
 * after it. So the last one that a room gets is right, though two instances announce at once.
 *
 * @example
 * ```ts
 * import { createHub, createPresence } from "@x/hub";
 *
 * interface Todo {
 *   events: { membersChanged(users: string[]): void };
 * }
 *
 * const todo = createHub<Todo>({
 *   connectionString: process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "",
 *   hub: "todo",
 * });
 * const presence = createPresence(todo, {
 *   announce: (room, members) =>
 *     todo.group(room).send(
 *       "membersChanged",
 *       members.map(({ userId = "" }) => userId),
 *     ),
 *   roomsOf: ({ claims }) => claims.filter(({ type }) => type === "room").map(({ value }) => value),
 * });
 * console.log(await presence.members("kitchen")); // []
 * ```
 */
export function createPresence<C extends HubContract>(hub: TypedHub<C>, options: PresenceOptions): Presence {
  const { announce, roomsOf } = options;
  const running = new Map<string, Announcement>();

  const run = async (room: string, announcement: Announcement): Promise<void> => {
    let announced: string | undefined;
    try {
      do {
        announcement.isStale = false;
        // The next list has to be later than the announcement.
        const current = await membersOf(hub, room, announcement.gone);
        const text = JSON.stringify(current);
        if (text === announced) continue;
        await announce(room, current);
        announced = text;
        announcement.isStale = true;
      } while (announcement.isStale);
    } finally {
      // In the same turn as the last look at `isStale`: a change that comes later starts another announcement.
      running.delete(room);
    }
  };

  /** One announcement of a room at a time; what changes meanwhile makes it list once more. */
  const changed = (room: string, gone?: string): Promise<void> => {
    const current = running.get(room);
    if (current !== undefined) {
      current.isStale = true;
      if (gone !== undefined) current.gone.add(gone);
      return current.done;
    }
    const announcement: Announcement = {
      isStale: false,
      gone: new Set(gone === undefined ? [] : [gone]),
      done: Promise.resolve(),
    };
    running.set(room, announcement);
    announcement.done = run(room, announcement);
    return announcement.done;
  };

  return {
    members: (room) => membersOf(hub, room),
    async join(room, connectionId) {
      await groupMembers(hub, room).addConnection(connectionId);
      await changed(room);
    },
    async leave(room, connectionId) {
      await groupMembers(hub, room).removeConnection(connectionId);
      await changed(room);
    },
    async disconnected(event) {
      const rooms = await roomsOf(event);
      await Promise.all(rooms.map((room) => changed(room, event.connectionId)));
    },
  };
}

interface Announcement {
  /** Whether something changed since the list was asked for. */
  isStale: boolean;
  /** Connections that are known to have gone, should the service still list them. */
  readonly gone: Set<string>;
  done: Promise<void>;
}

async function membersOf<C extends HubContract>(
  hub: TypedHub<C>,
  room: string,
  gone?: ReadonlySet<string>,
): Promise<readonly RoomMember[]> {
  const found: RoomMember[] = [];
  for await (const member of groupMembers(hub, room).list())
    if (gone?.has(member.connectionId) !== true) found.push(member);
  // oxlint-disable-next-line no-array-sort -- a list of its own, and toSorted is not in ES2022
  return found.sort((a, b) => (a.connectionId < b.connectionId ? -1 : 1));
}
