import type { TypedConnection } from "./client.js";
import type {
  HubContract,
  KnownParts,
  MethodArguments,
  MethodName,
  MethodResult,
  StreamArguments,
  StreamItem,
  StreamName,
} from "./contract.js";
import { FakeConnection, type RecordedCall } from "./fake-connection.js";
import type { ConnectionSender } from "./hub.js";

/** Handlers for the calls of the front end. A call without a handler fails like a call of an unknown method at the server. */
export interface FakeHubHandlers<C extends HubContract> {
  /** Handlers of hub methods. */
  readonly methods?: {
    readonly [N in MethodName<C>]?: (
      ...args: MethodArguments<C, N>
    ) => MethodResult<C, N> | Promise<MethodResult<C, N>>;
  };
  /** Handlers of streams. */
  readonly streams?: {
    readonly [N in StreamName<C>]?: (
      ...args: StreamArguments<C, N>
    ) => AsyncIterable<StreamItem<C, N>> | Iterable<StreamItem<C, N>>;
  };
}

/** A connection without a server, and the methods that let a test act as the server. */
export interface FakeHub<C extends HubContract> {
  /** The connection to pass to the front end instead of a real one. */
  readonly connection: TypedConnection<C>;
  /** The calls of the front end, oldest first. */
  readonly calls: readonly RecordedCall[];
  /** Sends an event to the front end. Resolves when all its handlers have completed, including asynchronous handlers. */
  readonly send: ConnectionSender<C>["send"];
  /** Requests a client result from the front end. @throws If there is no handler or result, or if the handler throws. */
  readonly invoke: ConnectionSender<C>["invoke"];
  /** Interrupts the connection: calls the `onreconnecting` handlers, and calls fail until {@link FakeHub.reconnect}. */
  disconnect(error?: Error): void;
  /** Restores the connection with a new connection ID, and calls the `onreconnected` handlers. */
  reconnect(): void;
}

/**
 * Creates a fake hub for tests of a front end, without server, network and timeouts. Values are copied as JSON, like over a real
 * connection.
 *
 * @example
 * ```ts
 * import { createFakeHub } from "@x/hub/testing";
 *
 * interface Todo {
 *   events: { itemAdded(text: string): void };
 *   methods: { joinRoom(room: string): { users: string[] } };
 * }
 *
 * const hub = createFakeHub<Todo>({ methods: { joinRoom: () => ({ users: ["ada"] }) } });
 *
 * // Pass `hub.connection` to the code under test.
 * const shown: string[] = [];
 * hub.connection.on("itemAdded", (text) => shown.push(text));
 * await hub.connection.start();
 * console.log(await hub.connection.invoke("joinRoom", "kitchen")); // { users: ["ada"] }
 *
 * await hub.send("itemAdded", "milk");
 * console.log(shown, hub.calls[0]?.target); // ["milk"] joinRoom
 * ```
 */
export function createFakeHub<C extends HubContract & KnownParts<C>>(
  handlers: FakeHubHandlers<C> = {},
): FakeHub<C> {
  const connection = new FakeConnection(handlers);
  return {
    connection: connection as unknown as TypedConnection<C>,
    calls: connection.calls,
    send: (event, ...args) => connection.receive(event, args),
    invoke: (name, ...args) => connection.answer(name, args) as Promise<never>,
    disconnect: (error) => connection.lose(error),
    reconnect: () => connection.comeBack(),
  };
}
