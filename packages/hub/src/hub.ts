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

/** Which hub is meant. */
export interface HubName {
  /** Name of the hub, in any case. */
  readonly hub: string;
  /** Name of the application, a prefix of the hub. */
  readonly application?: string;
}

/** Options of {@link createHub}. */
export interface CreateHubOptions extends HubName, Omit<FromConnectionStringOptions, "application"> {
  /** Connection string of the resource. */
  readonly connectionString: string;
}

/** Options of a message to several connections. */
export interface BroadcastOptions extends CallOptions {
  /** IDs of connections that do not get it. */
  readonly except?: readonly string[];
}

/** Sends the events of the contract to whom it stands for. */
export interface Sender<C extends HubContract> {
  /**
   * Sends an event. Resolves when the service has accepted it, which it also does when no client is there.
   *
   * @throws {SignalRServiceError} when the service refuses it
   */
  send<N extends EventName<C>>(event: N, ...args: EventArguments<C, N>): Promise<void>;
}

/** One connection. */
export interface ConnectionSender<C extends HubContract> extends Sender<C> {
  /**
   * Calls the client and resolves to what its handler returns. That comes from the client: it has the type of the contract
   * only if the client keeps to it. End a wait with the `signal` of `connection(id, { signal })`.
   *
   * @throws {SignalRServiceError} when the client throws, leaves or does not answer
   */
  invoke<N extends ClientResultName<C>>(
    name: N,
    ...args: ClientResultArguments<C, N>
  ): Promise<ClientResult<C, N>>;
}

/** A hub whose messages have the types of a contract. */
export interface TypedHub<C extends HubContract> extends HubName {
  /** What the operations of `@x/fetch-client/operations` take, for what has no method here. */
  readonly context: SignalRServiceContext;
  /** Every connection of the hub. */
  all(options?: BroadcastOptions): Sender<C>;
  /** The connections of a group. Who is in it is said with {@link groupMembers}. */
  group(group: string, options?: BroadcastOptions): Sender<C>;
  /** The connections of a user. */
  user(user: string, options?: CallOptions): Sender<C>;
  /** One connection. */
  connection(connectionId: string, options?: CallOptions): ConnectionSender<C>;
}

/**
 * Makes the server's end of a typed hub from a connection string with an access key. With another credential use
 * {@link createHubFromContext}, which leaves the code for access keys out of a bundle.
 *
 * @throws {SignalRAuthError} what `fromConnectionString` throws
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
 * Makes the server's end of a typed hub over a context of `@x/fetch-client/operations`, with whatever credential that has.
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
  // A sender of the operation `send`, for the receivers that `to` names.
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
