import type { CallOptions } from "@x/fetch-client/operations";
import type { EventArguments, EventName, HubContract } from "../contract.js";
import { type GroupMembers, groupMembers } from "../group-members.js";
import type { BroadcastOptions, ConnectionSender, HubName, Sender, TypedHub } from "../hub.js";
import type { ConnectionReference, Delivery, HubByEndpoint } from "./hub-by-endpoint.js";
import type { MessageTarget } from "./options.js";

/** Options of a message to several connections of several endpoints. */
export interface EndpointsBroadcastOptions extends CallOptions {
  /** Connections that do not get the message. An ID without its endpoint is sent to every endpoint. */
  readonly except?: readonly (string | ConnectionReference)[];
}

/** Sends the events of the contract through every endpoint that may hold a receiver. */
export interface EndpointsSender<C extends HubContract> {
  /**
   * Sends an event, one request per endpoint, in parallel and whether or not the endpoint is healthy. Resolves when every endpoint
   * has accepted it.
   *
   * @throws {EndpointsError} when an endpoint has not accepted it: `partial-failure` where another one has. `reached`
   * tells where the message is, `failed` where it is missing; a retry of the whole send would repeat it at the former.
   * @throws {InvalidPathParameterError} before anything is sent
   */
  send<N extends EventName<C>>(event: N, ...args: EventArguments<C, N>): Promise<Delivery>;
}

/** One connection of one of the endpoints. */
export interface EndpointsConnectionSender<C extends HubContract> extends EndpointsSender<C> {
  /**
   * Calls the client and resolves to what its handler returns.
   *
   * @throws {EndpointsError} `connection-not-found` when no endpoint has the connection
   * @throws {SignalRServiceError} when the client throws, leaves or does not answer
   */
  readonly invoke: ConnectionSender<C>["invoke"];
}

/** Who is in a group of several endpoints. */
export interface EndpointsGroupMembers extends Omit<
  GroupMembers,
  "addConnection" | "removeConnection" | "list"
> {
  /** Adds a connection. @throws {EndpointsError} `connection-not-found` */
  addConnection(connection: string | ConnectionReference): Promise<void>;
  /** Removes a connection. One that no endpoint has is in no group. */
  removeConnection(connection: string | ConnectionReference): Promise<void>;
  /** The connections that are in the group now, endpoint by endpoint. */
  list(): AsyncIterable<ConnectionReference & { readonly userId?: string | undefined }>;
}

/** A hub on several endpoints, with the types of a contract. */
export interface EndpointsHub<C extends HubContract> extends HubName {
  /** Every connection of the hub. */
  all(options?: EndpointsBroadcastOptions): EndpointsSender<C>;
  /** The connections of a group. */
  group(group: string, options?: EndpointsBroadcastOptions): EndpointsSender<C>;
  /** The connections of a user. */
  user(user: string, options?: CallOptions): EndpointsSender<C>;
  /** One connection: a reference is one request. For an ID alone, every endpoint is asked first whether it has the connection. */
  connection(connection: string | ConnectionReference, options?: CallOptions): EndpointsConnectionSender<C>;
  /** Who is in a group. Users join and leave at every endpoint. */
  groupMembers(group: string, options?: CallOptions): EndpointsGroupMembers;
  /** The hub at one endpoint, for example for `createUpstreamHandler`. @throws {RangeError} for an unknown name */
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
