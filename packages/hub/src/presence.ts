import type { DisconnectedEvent } from "@x/auth";
import type { HubContract } from "./contract.js";
import { groupMembers } from "./group-members.js";
import type { TypedHub } from "./hub.js";

/** A connection in a room. A user with two open pages has two entries. */
export interface RoomMember {
  /** ID of the connection. */
  readonly connectionId: string;
  /** User ID. Absent for an anonymous client. */
  readonly userId?: string;
}

/** Options of {@link createPresence}. */
export interface PresenceOptions {
  /** Sends the members to a room, for example `(room, members) => todo.group(room).send("membersChanged", members)`. */
  readonly announce: (room: string, members: readonly RoomMember[]) => Promise<unknown>;
  /**
   * Returns the rooms that a disconnected client was in, which the service does not report. Read them from a claim of the token if
   * they are known during negotiation, or from a store that all instances of the server share.
   */
  readonly roomsOf: (event: DisconnectedEvent) => readonly string[] | Promise<readonly string[]>;
}

/** Tracks the members of rooms. Stateless: the groups of the service are the source of truth for all instances. */
export interface Presence {
  /** Lists the members of a room, ordered by connection ID. */
  members(room: string): Promise<readonly RoomMember[]>;
  /** Adds a connection to a room and announces it. @throws {SignalRServiceError} If the client has disconnected. */
  join(room: string, connectionId: string): Promise<void>;
  /** Removes a connection from a room and announces it. */
  leave(room: string, connectionId: string): Promise<void>;
  /** Announces a disconnect to the rooms of the client. The service itself removes disconnected clients from their groups. */
  disconnected(event: DisconnectedEvent): Promise<void>;
}

/**
 * Creates presence tracking: it announces to each room, which is a group of the service, who is in it. It works regardless of which
 * instance of the server handles an event and in which order events arrive, because the service guarantees neither.
 *
 * An announcement contains the members that the service lists, and is repeated until the list after an announcement equals the
 * announced list. The last announcement to a room is therefore correct, even if two instances announce at the same time.
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
        // List again after the announcement.
        const current = await membersOf(hub, room, announcement.gone);
        const text = JSON.stringify(current);
        if (text === announced) continue;
        await announce(room, current);
        announced = text;
        announcement.isStale = true;
      } while (announcement.isStale);
    } finally {
      // Runs in the same turn as the last check of `isStale`, so that a later change starts another announcement.
      running.delete(room);
    }
  };

  /** Runs one announcement per room at a time. A change during an announcement makes it list the members again. */
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
  /** Whether something changed since the list was requested. */
  isStale: boolean;
  /** Connections that are known to have disconnected, in case the service still lists them. */
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
