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

/** What a client does with a call of the server: nothing is expected of an event, an answer of a client result. */
export type ClientHandler<C extends HubContract, N> =
  N extends ClientResultName<C>
    ? (...args: ClientResultArguments<C, N>) => ClientResult<C, N> | Promise<ClientResult<C, N>>
    : N extends EventName<C>
      ? (...args: EventArguments<C, N>) => void
      : never;

/** A `HubConnection` whose messages have the types of a contract. All else is as it was. */
export interface TypedConnection<C extends HubContract> extends Omit<
  HubConnection,
  "on" | "off" | "invoke" | "send" | "stream"
> {
  /** Registers what is done with an event, or what answers a client result. */
  on<N extends EventName<C> | ClientResultName<C>>(name: N, handler: ClientHandler<C, N>): void;
  /** Removes the handler, or all of the name. */
  off<N extends EventName<C> | ClientResultName<C>>(name: N, handler?: ClientHandler<C, N>): void;
  /** Calls a method of the server and waits for its result. It rejects with the text of a `HubError`. */
  invoke<N extends MethodName<C>>(method: N, ...args: MethodArguments<C, N>): Promise<MethodResult<C, N>>;
  /** Calls a method of the server and does not wait for a result. */
  send<N extends MethodName<C>>(method: N, ...args: MethodArguments<C, N>): Promise<void>;
  /** Opens a stream. */
  stream<N extends StreamName<C>>(stream: N, ...args: StreamArguments<C, N>): IStreamResult<StreamItem<C, N>>;
}

/**
 * Gives a connection of `@microsoft/signalr` the types of a contract. It returns the connection itself: nothing is wrapped
 * and nothing is added to a bundle.
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
