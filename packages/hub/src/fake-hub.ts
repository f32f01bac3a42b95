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

/** What answers the calls of the front end. A call without a handler fails as at a server that does not know it. */
export interface FakeHubHandlers<C extends HubContract> {
  /** Handlers of methods. */
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

/** A connection without a server, and the test's hold on it. */
export interface FakeHub<C extends HubContract> {
  /** What the front end gets in place of its real connection. */
  readonly connection: TypedConnection<C>;
  /** What the front end called, the oldest first. */
  readonly calls: readonly RecordedCall[];
  /** Sends an event to the front end. Resolves once its handlers have run, asynchronous ones to their end. */
  readonly send: ConnectionSender<C>["send"];
  /** Asks the front end for a result. @throws what the service would say: no handler, or the error of the handler */
  readonly invoke: ConnectionSender<C>["invoke"];
  /** Loses the connection: `onreconnecting` is called, and calls fail until {@link FakeHub.reconnect}. */
  disconnect(error?: Error): void;
  /** Brings the connection back, with another id. */
  reconnect(): void;
}

/**
 * Makes a hub that is all there is: no server, no network, no timeouts. Values are copied as JSON, as they would be.
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
 * // What is tested gets `hub.connection`.
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
