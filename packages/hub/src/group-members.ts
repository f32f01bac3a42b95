import {
  type CallOptions,
  addConnectionToGroup,
  addUserToGroup,
  listConnectionsInGroup,
  removeConnectionFromGroup,
  removeUserFromGroup,
} from "@x/fetch-client/operations";
import type { HubContract } from "./contract.js";
import type { TypedHub } from "./hub.js";

/** Manages the members of a group. A group exists while it has a connection. */
export interface GroupMembers {
  /** Adds a connection to the group. @throws {SignalRServiceError} 404 if the connection does not exist. */
  addConnection(connectionId: string): Promise<void>;
  /** Removes a connection from the group. */
  removeConnection(connectionId: string): Promise<void>;
  /** Adds a user to the group, with all its current and future connections. `ttl` is the duration of the membership, in seconds. */
  addUser(user: string, options?: { readonly ttl?: number }): Promise<void>;
  /** Removes a user and its connections from the group. */
  removeUser(user: string): Promise<void>;
  /** Lists the connections that are in the group. Pages are requested as you iterate. */
  list(): AsyncIterable<{ readonly connectionId: string; readonly userId?: string }>;
}

/**
 * Returns an object that manages the members of a group. It is a function rather than a method of the hub, so that programs that only
 * send do not bundle it.
 *
 * @example
 * ```ts
 * import { createHub, groupMembers } from "@x/hub";
 *
 * interface Todo {
 *   events: { itemAdded(text: string): void };
 * }
 *
 * const todo = createHub<Todo>({
 *   connectionString: process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "",
 *   hub: "todo",
 * });
 * const kitchen = groupMembers(todo, "kitchen");
 * await kitchen.addUser("ada", { ttl: 3600 });
 * for await (const { connectionId } of kitchen.list()) console.log(connectionId);
 * ```
 */
export function groupMembers<C extends HubContract>(
  { context, hub, application }: TypedHub<C>,
  group: string,
  options?: CallOptions,
): GroupMembers {
  const at = { hub, application, group };
  return {
    async addConnection(connectionId) {
      await addConnectionToGroup(context, { ...at, connectionId }, options);
    },
    async removeConnection(connectionId) {
      await removeConnectionFromGroup(context, { ...at, connectionId }, options);
    },
    async addUser(user, { ttl } = {}) {
      await addUserToGroup(context, { ...at, user, ttl }, options);
    },
    async removeUser(user) {
      await removeUserFromGroup(context, { ...at, user }, options);
    },
    // The same for every API version: what a newer version adds or makes nullable does not change the types of this package.
    async *list() {
      for await (const { connectionId, userId } of listConnectionsInGroup(context, at, options))
        yield { connectionId, ...(typeof userId === "string" && { userId }) };
    },
  };
}
