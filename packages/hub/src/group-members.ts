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

/** Who is in a group. The group exists while a connection is in it. */
export interface GroupMembers {
  /** Adds a connection. @throws {SignalRServiceError} 404 when it is not there */
  addConnection(connectionId: string): Promise<void>;
  /** Removes a connection. */
  removeConnection(connectionId: string): Promise<void>;
  /** Adds a user, with the connections that it has and will have. `ttl` ends the membership after so many seconds. */
  addUser(user: string, options?: { readonly ttl?: number }): Promise<void>;
  /** Removes a user with its connections. */
  removeUser(user: string): Promise<void>;
  /** The connections that are in the group now, page by page as they are asked for. */
  list(): AsyncIterable<{ readonly connectionId: string; readonly userId?: string }>;
}

/**
 * The members of a group. A function of its own and not a method of the hub, so that a program that only sends does not
 * bundle it.
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
    // Of every version of the API the same: what a newer one adds or makes nullable does not change this package's types.
    async *list() {
      for await (const { connectionId, userId } of listConnectionsInGroup(context, at, options))
        yield { connectionId, ...(typeof userId === "string" && { userId }) };
    },
  };
}
