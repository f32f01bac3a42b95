import { type CallOptions, InvalidPathParameterError, connectionExists } from "@x/fetch-client/operations";
import type {
  ClientResult,
  ClientResultArguments,
  ClientResultName,
  EventArguments,
  EventName,
  HubContract,
} from "./contract.js";
import type { MessageTarget } from "./endpoint-options.js";
import { type EndpointFailure, EndpointsError } from "./endpoints-error.js";
import { type GroupMembers, groupMembers } from "./group-members.js";
import type { BroadcastOptions, HubName, Sender, TypedHub } from "./hub.js";

/** A connection, and the endpoint that it is connected to. */
export interface ConnectionReference {
  /** Name of the endpoint: what `negotiate` chose, or whose webhook told of the connection. */
  readonly endpoint: string;
  /** ID of the connection. */
  readonly connectionId: string;
}

/** What has become of a message. */
export interface Delivery {
  /** Names of the endpoints that accepted it. Empty only for a connection that no endpoint has. */
  readonly reached: readonly string[];
}

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
  invoke<N extends ClientResultName<C>>(
    name: N,
    ...args: ClientResultArguments<C, N>
  ): Promise<ClientResult<C, N>>;
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

/** Makes the hub. `hubs` has the hub of each endpoint by the endpoint's name. */
export function endpointsHub<C extends HubContract>(
  name: HubName,
  hubs: ReadonlyMap<string, TypedHub<C>>,
  endpointsFor: (target: MessageTarget) => readonly string[] | undefined,
): EndpointsHub<C> {
  const at = (endpoint: string) => hubs.get(assertEndpoint(endpoint, hubs)) as TypedHub<C>;
  const holders = (to: Omit<MessageTarget, "hub">): readonly string[] => {
    const chosen = endpointsFor({ hub: name.hub, ...to });
    if (chosen === undefined) return [...hubs.keys()];
    if (chosen.length === 0)
      throw new RangeError("endpointsFor must name at least one endpoint, or return undefined for all");
    return [...new Set(chosen.map((endpoint) => assertEndpoint(endpoint, hubs)))];
  };

  /** Calls each endpoint and waits for all of them, so that the error can say where the call succeeded. */
  const each = async (
    endpoints: readonly string[],
    { signal }: CallOptions,
    call: (hub: TypedHub<C>, endpoint: string) => Promise<unknown>,
  ): Promise<Delivery> => {
    const outcomes = await Promise.allSettled(
      endpoints.map(async (endpoint) => call(at(endpoint), endpoint)),
    );
    const failed: EndpointFailure[] = [];
    const reached: string[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const endpoint = endpoints[index] as string;
      if (outcome.status === "fulfilled") reached.push(endpoint);
      else failed.push({ endpoint, error: outcome.reason });
    }
    if (failed.length === 0) return { reached };
    // Neither is a failure of an endpoint.
    if (reached.length === 0) {
      signal?.throwIfAborted();
      const invalid = failed.find(({ error }) => error instanceof InvalidPathParameterError);
      if (invalid !== undefined) throw invalid.error;
    }
    throw new EndpointsError(
      reached.length === 0 ? "total-failure" : "partial-failure",
      `${failed.length} of ${endpoints.length} endpoints did not accept the call`,
      failed,
      reached,
    );
  };

  /**
   * The first endpoint that says it has the connection; `undefined` when all say that they have not. Once it is found, no other
   * endpoint is waited for or asked again.
   */
  const locate = async (connectionId: string, options: CallOptions): Promise<string | undefined> => {
    const { signal } = options;
    signal?.throwIfAborted();
    const found = new AbortController();
    const abort = () => found.abort(signal?.reason);
    signal?.addEventListener("abort", abort);
    const failed: EndpointFailure[] = [];
    const asked = [...hubs].map(async ([endpoint, { context }]) => {
      try {
        const exists = await connectionExists(
          context,
          { ...name, connectionId },
          { ...options, signal: found.signal },
        );
        if (exists) return endpoint;
      } catch (error) {
        failed.push({ endpoint, error });
      }
      throw undefined;
    });
    try {
      return await Promise.any(asked);
    } catch {
      if (failed.length === 0) return undefined;
      signal?.throwIfAborted();
      throw new EndpointsError(
        "total-failure",
        `Could not find connection '${connectionId}': ${failed.length} of ${hubs.size} endpoints could not be queried, and the others do not have it`,
        failed,
      );
    } finally {
      signal?.removeEventListener("abort", abort);
      found.abort();
    }
  };
  const find = async (connection: string | ConnectionReference, options: CallOptions = {}) => {
    const [connectionId, endpoint] =
      typeof connection === "string"
        ? [connection, await locate(connection, options)]
        : [connection.connectionId, connection.endpoint];
    return { connectionId, hub: endpoint === undefined ? undefined : at(endpoint), endpoint };
  };
  const notFound = (connectionId: string) =>
    new EndpointsError(
      "connection-not-found",
      `Connection '${connectionId}' was not found; endpoints queried: ${[...hubs.keys()].join(", ")}`,
    );

  const broadcast = (
    to: Omit<MessageTarget, "hub">,
    { except = [], ...options }: EndpointsBroadcastOptions,
    senderAt: (hub: TypedHub<C>, options: BroadcastOptions) => Sender<C>,
  ): EndpointsSender<C> => ({
    async send(...message) {
      return each(holders(to), options, (hub, endpoint) => {
        const excluded = except.flatMap((connection) =>
          typeof connection === "string"
            ? connection
            : connection.endpoint === endpoint
              ? connection.connectionId
              : [],
        );
        return senderAt(hub, { ...options, except: excluded }).send(...message);
      });
    },
  });

  return {
    ...name,
    at,
    all: (options = {}) => broadcast({}, options, (hub, call) => hub.all(call)),
    group: (group, options = {}) => broadcast({ group }, options, (hub, call) => hub.group(group, call)),
    user: (user, options = {}) => broadcast({ user }, options, (hub) => hub.user(user, options)),
    connection: (connection, options = {}) => ({
      async send(...message) {
        const { connectionId, endpoint } = await find(connection, options);
        return each(endpoint === undefined ? [] : [endpoint], options, (hub) =>
          hub.connection(connectionId, options).send(...message),
        );
      },
      async invoke(...question) {
        const { connectionId, hub } = await find(connection, options);
        if (hub === undefined) throw notFound(connectionId);
        return hub.connection(connectionId, options).invoke(...question);
      },
    }),
    groupMembers: (group, options = {}) => ({
      async addConnection(connection) {
        const { connectionId, hub } = await find(connection, options);
        if (hub === undefined) throw notFound(connectionId);
        await groupMembers(hub, group, options).addConnection(connectionId);
      },
      async removeConnection(connection) {
        const { connectionId, hub } = await find(connection, options);
        if (hub !== undefined) await groupMembers(hub, group, options).removeConnection(connectionId);
      },
      async addUser(user, membership) {
        await each(holders({ group }), options, (hub) =>
          groupMembers(hub, group, options).addUser(user, membership),
        );
      },
      async removeUser(user) {
        await each(holders({ group }), options, (hub) => groupMembers(hub, group, options).removeUser(user));
      },
      async *list() {
        for (const endpoint of holders({ group }))
          for await (const member of groupMembers(at(endpoint), group, options).list())
            yield { endpoint, ...member };
      },
    }),
  };
}

/** @throws {RangeError} for a name that no endpoint has */
export function assertEndpoint(endpoint: string, known: ReadonlyMap<string, unknown>): string {
  if (known.has(endpoint)) return endpoint;
  throw new RangeError(`Unknown endpoint '${endpoint}': expected one of ${[...known.keys()].join(", ")}`);
}
