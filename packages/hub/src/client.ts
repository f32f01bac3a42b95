import type { HubConnection, IStreamResult } from "@microsoft/signalr";
import type {
  ClientResult,
  ClientResultArguments,
  ClientResultName,
  EventArguments,
  EventName,
  HubContract,
  KnownParts,
  MethodArguments,
  MethodName,
  MethodResult,
  StreamArguments,
  StreamItem,
  StreamName,
} from "./contract.js";

export type { HubContract } from "./contract.js";

/** A client's handler of an event, which returns nothing, or of a client result, which returns a value. */
export type ClientHandler<C extends HubContract, N> =
  N extends ClientResultName<C>
    ? (...args: ClientResultArguments<C, N>) => ClientResult<C, N> | Promise<ClientResult<C, N>>
    : N extends EventName<C>
      ? (...args: EventArguments<C, N>) => void
      : never;

/** A `HubConnection` of `@microsoft/signalr` whose messages are typed by a contract. All other members are unchanged. */
export interface TypedConnection<C extends HubContract> extends Omit<
  HubConnection,
  "on" | "off" | "invoke" | "send" | "stream"
> {
  /** Registers a handler of an event or a client result. */
  on<N extends EventName<C> | ClientResultName<C>>(name: N, handler: ClientHandler<C, N>): void;
  /** Removes a handler, or all handlers of the name if `handler` is omitted. */
  off<N extends EventName<C> | ClientResultName<C>>(name: N, handler?: ClientHandler<C, N>): void;
  /** Calls a hub method and resolves to its result. If the method throws a `HubError`, rejects with an error that has its message. */
  invoke<N extends MethodName<C>>(method: N, ...args: MethodArguments<C, N>): Promise<MethodResult<C, N>>;
  /** Calls a hub method without waiting for its result. */
  send<N extends MethodName<C>>(method: N, ...args: MethodArguments<C, N>): Promise<void>;
  /** Opens a stream. Subscribe to the result to receive its items. */
  stream<N extends StreamName<C>>(stream: N, ...args: StreamArguments<C, N>): IStreamResult<StreamItem<C, N>>;
}

/**
 * Adds the types of a contract to a connection of `@microsoft/signalr`. Returns the connection itself, without wrapping it, and
 * adds nothing to your bundle.
 *
 * @example
 * ```ts
 * import { HubConnectionBuilder } from "@microsoft/signalr";
 * import { typedConnection } from "@x/hub/client";
 *
 * interface Todo {
 *   events: { itemAdded(text: string): void };
 *   clientResults: { confirmDelete(text: string): boolean };
 * }
 *
 * const hub = typedConnection<Todo>(new HubConnectionBuilder().withUrl("https://app.example").build());
 * hub.on("itemAdded", (text) => console.log(text.toUpperCase()));
 * hub.on("confirmDelete", (text) => text !== "milk");
 * ```
 */
export function typedConnection<C extends HubContract & KnownParts<C>>(
  connection: HubConnection,
): TypedConnection<C> {
  return connection as unknown as TypedConnection<C>;
}
