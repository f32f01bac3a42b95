import type { CallOptions } from "@x/fetch-client/operations";
import type { EventArguments, EventName, HubContract } from "../contract.js";
import { type GroupMembers, groupMembers } from "../group-members.js";
import type { BroadcastOptions, ConnectionSender, HubName, Sender, TypedHub } from "../hub.js";
import type { ConnectionReference, Delivery, HubByEndpoint } from "./hub-by-endpoint.js";
import type { MessageTarget } from "./options.js";

/** Options of messages to several connections at several endpoints. */
export interface EndpointsBroadcastOptions extends CallOptions {
  /** Connections to exclude. An ID without an endpoint is passed to every endpoint. */
  readonly except?: readonly (string | ConnectionReference)[];
}

/** Sends events through every endpoint that may have a receiver. */
export interface EndpointsSender<C extends HubContract> {
  /**
   * Sends an event with one request per endpoint, in parallel, including to unhealthy endpoints. Resolves when every endpoint has
   * accepted the message.
   *
   * @throws {EndpointsError} `partial-failure` if only some endpoints accepted the message, `total-failure` if none did. `reached`
   * lists the endpoints that accepted it and `failed` the others. Do not retry the whole call after a partial failure: the
   * endpoints in `reached` would send the message twice.
   * @throws {InvalidPathParameterError} If a path value is not valid. Nothing is sent.
   */
  send<N extends EventName<C>>(event: N, ...args: EventArguments<C, N>): Promise<Delivery>;
}

/** Sends events to a connection at one of the endpoints, and requests results from its client. */
export interface EndpointsConnectionSender<C extends HubContract> extends EndpointsSender<C> {
  /**
   * Calls a handler of the client and resolves to its result ("client result").
   *
   * @throws {EndpointsError} `connection-not-found` if no endpoint has the connection.
   * @throws {SignalRServiceError} If the handler throws, or if the client disconnects or does not respond.
   */
  readonly invoke: ConnectionSender<C>["invoke"];
}

/** Manages the members of a group across several endpoints. */
export interface EndpointsGroupMembers extends Omit<
  GroupMembers,
  "addConnection" | "removeConnection" | "list"
> {
  /** Adds a connection to the group. @throws {EndpointsError} `connection-not-found` */
  addConnection(connection: string | ConnectionReference): Promise<void>;
  /** Removes a connection from the group. Resolves even if no endpoint has the connection. */
  removeConnection(connection: string | ConnectionReference): Promise<void>;
  /** Lists the connections that are in the group, endpoint by endpoint. */
  list(): AsyncIterable<ConnectionReference & { readonly userId?: string | undefined }>;
}

/** A hub on several endpoints, whose messages are typed by a contract. */
export interface EndpointsHub<C extends HubContract> extends HubName {
  /** Returns a sender to all connections of the hub. */
  all(options?: EndpointsBroadcastOptions): EndpointsSender<C>;
  /** Returns a sender to the connections of a group. */
  group(group: string, options?: EndpointsBroadcastOptions): EndpointsSender<C>;
  /** Returns a sender to the connections of a user. */
  user(user: string, options?: CallOptions): EndpointsSender<C>;
  /**
   * Returns a sender to a connection. With a {@link ConnectionReference}, sending takes one request. With only a connection ID, the
   * endpoint is located first, with a request to every endpoint.
   */
  connection(connection: string | ConnectionReference, options?: CallOptions): EndpointsConnectionSender<C>;
  /** Returns an object that manages the members of a group. Users are added and removed at every endpoint. */
  groupMembers(group: string, options?: CallOptions): EndpointsGroupMembers;
  /** Returns the hub at one endpoint, for example for `createUpstreamHandler`. @throws {RangeError} If the name is unknown. */
  at(endpoint: string): TypedHub<C>;
}

/** Makes the hub. */
export function endpointsHub<C extends HubContract>(name: HubName, hubs: HubByEndpoint<C>): EndpointsHub<C> {
  return {
    ...name,
    at: (endpoint) => hubs.at(endpoint),
    all: (options = {}) => broadcaster(hubs, {}, options, (hub, call) => hub.all(call)),
    group: (group, options = {}) =>
      broadcaster(hubs, { group }, options, (hub, call) => hub.group(group, call)),
    user: (user, options = {}) => broadcaster(hubs, { user }, options, (hub) => hub.user(user, options)),
    connection: (connection, options = {}) => connectionSender(hubs, connection, options),
    groupMembers: (group, options = {}) => membersOf(hubs, group, options),
  };
}

function broadcaster<C extends HubContract>(
  hubs: HubByEndpoint<C>,
  to: Omit<MessageTarget, "hub">,
  { except = [], ...options }: EndpointsBroadcastOptions,
  senderOf: (hub: TypedHub<C>, options: BroadcastOptions) => Sender<C>,
): EndpointsSender<C> {
  return {
    async send(...message) {
      return hubs.each(hubs.holdersOf(to), options, (hub, endpoint) =>
        senderOf(hub, { ...options, except: exceptAt(endpoint, except) }).send(...message),
      );
    },
  };
}

/** IDs of the connections that one endpoint has to leave out. */
function exceptAt(endpoint: string, except: readonly (string | ConnectionReference)[]): string[] {
  return except
    .filter((connection) => typeof connection === "string" || connection.endpoint === endpoint)
    .map((connection) => (typeof connection === "string" ? connection : connection.connectionId));
}

function connectionSender<C extends HubContract>(
  hubs: HubByEndpoint<C>,
  connection: string | ConnectionReference,
  options: CallOptions,
): EndpointsConnectionSender<C> {
  return {
    async send(...message) {
      const { connectionId, endpoint } = await hubs.find(connection, options);
      return hubs.each(endpoint === undefined ? [] : [endpoint], options, (hub) =>
        hub.connection(connectionId, options).send(...message),
      );
    },
    async invoke(...question) {
      const { connectionId, hub } = await hubs.mustFind(connection, options);
      return hub.connection(connectionId, options).invoke(...question);
    },
  };
}

function membersOf<C extends HubContract>(
  hubs: HubByEndpoint<C>,
  group: string,
  options: CallOptions,
): EndpointsGroupMembers {
  const eachHolder = async (call: (members: GroupMembers) => Promise<void>): Promise<void> => {
    await hubs.each(hubs.holdersOf({ group }), options, (hub) => call(groupMembers(hub, group, options)));
  };
  return {
    async addConnection(connection) {
      const { connectionId, hub } = await hubs.mustFind(connection, options);
      await groupMembers(hub, group, options).addConnection(connectionId);
    },
    async removeConnection(connection) {
      const { connectionId, hub } = await hubs.find(connection, options);
      if (hub !== undefined) await groupMembers(hub, group, options).removeConnection(connectionId);
    },
    addUser: (user, membership) => eachHolder((members) => members.addUser(user, membership)),
    removeUser: (user) => eachHolder((members) => members.removeUser(user)),
    async *list() {
      for (const endpoint of hubs.holdersOf({ group }))
        for await (const member of groupMembers(hubs.at(endpoint), group, options).list())
          yield { endpoint, ...member };
    },
  };
}
