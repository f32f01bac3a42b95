/**
 * The messages between the clients of a hub and its server, as types. Declare a contract in a file that both import. All parts
 * are optional. Each member of a part is a function type, as the receiver of the call implements it.
 *
 * Values are sent as JSON or MessagePack, so use only types that these formats support: in JSON, a `Date` becomes a string.
 *
 * @example
 * ```ts
 * export interface Todo {
 *   events: { itemAdded(text: string): void };
 *   clientResults: { confirmDelete(text: string): boolean };
 *   methods: { joinRoom(room: string): { users: string[] } };
 *   streams: { exportRoom(room: string): { done: number; of: number } };
 * }
 * ```
 */
export interface HubContract {
  /** Events that the server sends to clients. They have no result. */
  events?: object;
  /** Calls from the server to one client, which returns a result ("client results"). */
  clientResults?: object;
  /** Hub methods, which clients call and which return a result. */
  methods?: object;
  /** Streams that clients open and whose items the server sends. The return type is the type of an item. */
  streams?: object;
}

/** Rejects contracts with unknown parts, which are most likely misspelled: such a part becomes `never`, so that no type matches. */
export type KnownParts<C> = { [P in keyof C]: P extends keyof HubContract ? C[P] : never };

/**
 * `@microsoft/signalr` keeps handlers in a plain object under their lower-cased names. For these two names, `on()` throws a
 * TypeError, and messages from the server are lost.
 */
type UnusableInClients = "constructor" | "__proto__";

type AnyFunction = (...args: never[]) => unknown;

type Part<C extends HubContract, P extends keyof HubContract> = NonNullable<C[P]>;

type FunctionNames<S> = { [K in keyof S]: S[K] extends AnyFunction ? K : never }[keyof S] & string;

type ArgumentsOf<S, N extends keyof S> = S[N] extends (...args: infer A) => unknown ? A : never;

type ResultOf<S, N extends keyof S> = S[N] extends (...args: never[]) => infer R ? Awaited<R> : never;

/** Names of the events in a contract. */
export type EventName<C extends HubContract> = Exclude<FunctionNames<Part<C, "events">>, UnusableInClients>;

/** Arguments of an event in a contract. */
export type EventArguments<C extends HubContract, N extends EventName<C>> = ArgumentsOf<Part<C, "events">, N>;

/** Names of the client results in a contract. */
export type ClientResultName<C extends HubContract> = Exclude<
  FunctionNames<Part<C, "clientResults">>,
  UnusableInClients
>;

/** Arguments of a client result in a contract. */
export type ClientResultArguments<C extends HubContract, N extends ClientResultName<C>> = ArgumentsOf<
  Part<C, "clientResults">,
  N
>;

/** The value that a client returns for a client result. */
export type ClientResult<C extends HubContract, N extends ClientResultName<C>> = ResultOf<
  Part<C, "clientResults">,
  N
>;

/** Names of the hub methods in a contract. */
export type MethodName<C extends HubContract> = FunctionNames<Part<C, "methods">>;

/** Arguments of a hub method in a contract. */
export type MethodArguments<C extends HubContract, N extends MethodName<C>> = ArgumentsOf<
  Part<C, "methods">,
  N
>;

/** The result of a hub method in a contract. */
export type MethodResult<C extends HubContract, N extends MethodName<C>> = ResultOf<Part<C, "methods">, N>;

/** Names of the streams in a contract. */
export type StreamName<C extends HubContract> = FunctionNames<Part<C, "streams">>;

/** Arguments of a stream in a contract. */
export type StreamArguments<C extends HubContract, N extends StreamName<C>> = ArgumentsOf<
  Part<C, "streams">,
  N
>;

/** The item type of a stream in a contract. */
export type StreamItem<C extends HubContract, N extends StreamName<C>> = ResultOf<Part<C, "streams">, N>;
