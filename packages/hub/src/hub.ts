import { type FromConnectionStringOptions, contextFromConnectionString } from "@x/auth";
import {
  type CallOptions,
  type SignalRServiceContext,
  invokeConnection,
  sendToAll,
  sendToConnection,
  sendToGroup,
  sendToUser,
} from "@x/fetch-client/operations";
import type {
  ClientResult,
  ClientResultArguments,
  ClientResultName,
  EventArguments,
  EventName,
  HubContract,
  KnownParts,
} from "./contract.js";

/** Identifies a hub. */
export interface HubName {
  /** Name of the hub, not case-sensitive. */
  readonly hub: string;
  /** Application name, which prefixes the hub name. */
  readonly application?: string;
}

/** Options of {@link createHub}. */
export interface CreateHubOptions extends HubName, Omit<FromConnectionStringOptions, "application"> {
  /** Connection string of the resource. */
  readonly connectionString: string;
}

/** Options of messages to several connections. */
export interface BroadcastOptions extends CallOptions {
  /** IDs of connections to exclude. */
  readonly except?: readonly string[];
}

/** Sends events to a set of receivers: all clients, a group, a user or a connection. */
export interface Sender<C extends HubContract> {
  /**
   * Sends an event. Resolves when the service has accepted the message, even if no client receives it.
   *
   * @throws {SignalRServiceError} If the service rejects the message.
   */
  send<N extends EventName<C>>(event: N, ...args: EventArguments<C, N>): Promise<void>;
}

/** Sends events to a connection, and requests results from its client. */
export interface ConnectionSender<C extends HubContract> extends Sender<C> {
  /**
   * Calls a handler of the client and resolves to its result ("client result"). The result is not validated: it has the type of
   * the contract only if the client follows the contract. To cancel the wait, pass a `signal` to `connection(id, { signal })`.
   *
   * @throws {SignalRServiceError} If the handler throws, or if the client disconnects or does not respond.
   */
  invoke<N extends ClientResultName<C>>(
    name: N,
    ...args: ClientResultArguments<C, N>
  ): Promise<ClientResult<C, N>>;
}

/** A hub whose messages are typed by a contract. */
export interface TypedHub<C extends HubContract> extends HubName {
  /** Context for the functions of `@x/fetch-client/operations`, to call operations that have no method here. */
  readonly context: SignalRServiceContext;
  /** Returns a sender to all connections of the hub. */
  all(options?: BroadcastOptions): Sender<C>;
  /** Returns a sender to the connections of a group. Use {@link groupMembers} to add and remove members. */
  group(group: string, options?: BroadcastOptions): Sender<C>;
  /** Returns a sender to the connections of a user. */
  user(user: string, options?: CallOptions): Sender<C>;
  /** Returns a sender to a connection. */
  connection(connectionId: string, options?: CallOptions): ConnectionSender<C>;
}

/**
 * Creates a typed hub from a connection string. With a credential other than an access key, you can use
 * {@link createHubFromContext} instead, which keeps the code for access keys out of your bundle.
 *
 * @throws {SignalRAuthError} Same as `fromConnectionString` of `@x/auth`.
 *
 * @example
 * ```ts
 * import { createHub } from "@x/hub";
 *
 * interface Todo {
 *   events: { itemAdded(text: string): void };
 *   clientResults: { confirmDelete(text: string): boolean };
 * }
 *
 * const todo = createHub<Todo>({
 *   connectionString: process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "",
 *   hub: "todo",
 * });
 * await todo.group("kitchen").send("itemAdded", "milk");
 * await todo.all({ except: ["connection-1"] }).send("itemAdded", "bread");
 * ```
 */
export function createHub<C extends HubContract & KnownParts<C>>(options: CreateHubOptions): TypedHub<C> {
  const { connectionString, hub, application, ...rest } = options;
  return createHubFromContext<C>(contextFromConnectionString(connectionString, rest), {
    hub,
    ...(application === undefined ? {} : { application }),
  });
}

/**
 * Creates a typed hub from a context of `@x/fetch-client/operations`, which brings its own credential.
 *
 * @example
 * ```ts
 * import { createHubFromContext } from "@x/hub";
 * import { createSignalRServiceContext } from "@x/fetch-client/operations";
 *
 * const context = createSignalRServiceContext({ endpoint: "https://contoso.service.signalr.net" });
 * const todo = createHubFromContext<{ events: { itemAdded(text: string): void } }>(context, { hub: "todo" });
 * console.log(todo.hub); // todo
 * ```
 */
export function createHubFromContext<C extends HubContract & KnownParts<C>>(
  context: SignalRServiceContext,
  name: HubName,
): TypedHub<C> {
  // Creates a sender that calls the operation `send` with the receivers in `to`.
  const sender = <To extends object>(
    send: (
      context: SignalRServiceContext,
      args: HubName & To & { readonly body: { readonly target: string; readonly arguments: unknown[] } },
      options?: CallOptions,
    ) => Promise<unknown>,
    to: To,
    options?: CallOptions,
  ): Sender<C> => ({
    async send(target, ...args) {
      await send(context, { ...name, ...to, body: { target, arguments: args } }, options);
    },
  });
  return {
    ...name,
    context,
    all: ({ except: excluded, ...options } = {}) => sender(sendToAll, { excluded }, options),
    group: (group, { except: excluded, ...options } = {}) =>
      sender(sendToGroup, { group, excluded }, options),
    user: (user, options) => sender(sendToUser, { user }, options),
    connection: (connectionId, options) => ({
      ...sender(sendToConnection, { connectionId }, options),
      async invoke(target, ...args) {
        const body = { target, arguments: args };
        const { result } = await invokeConnection(context, { ...name, connectionId, body }, options);
        return result as never;
      },
    }),
  };
}
