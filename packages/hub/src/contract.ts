/**
 * What a hub's clients and its server may say to each other: types only, in a file that both import. Every part may be
 * missing; each member of a part is a function type, written as the receiver of the call sees it.
 *
 * Values travel as JSON or MessagePack, so a contract holds what these can carry: with JSON a `Date` arrives as a string.
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
  /** What clients are told. Server → clients, nothing comes back. */
  events?: object;
  /** What one client is asked, and its answer ("client results"). Server → client → server. */
  clientResults?: object;
  /** What clients call, and the result ("hub methods"). Client → server → client. */
  methods?: object;
  /** What clients open as a stream; the return type is that of one item. Client → server, items → client. */
  streams?: object;
}

/** A contract with a part of another name, most likely misspelled. The part becomes `never`, so that nothing fits. */
export type KnownParts<C> = { [P in keyof C]: P extends keyof HubContract ? C[P] : never };

/**
 * `@microsoft/signalr` keeps handlers in a plain object under their lower-cased names, where these two are taken: `on()`
 * throws a TypeError for them, and what the server sends under such a name is lost.
 */
type UnusableInClients = "constructor" | "__proto__";

type AnyFunction = (...args: never[]) => unknown;

type Part<C extends HubContract, P extends keyof HubContract> = NonNullable<C[P]>;

type FunctionNames<S> = { [K in keyof S]: S[K] extends AnyFunction ? K : never }[keyof S] & string;

type ArgumentsOf<S, N extends keyof S> = S[N] extends (...args: infer A) => unknown ? A : never;

type ResultOf<S, N extends keyof S> = S[N] extends (...args: never[]) => infer R ? Awaited<R> : never;

/** Names of the events of a contract. */
export type EventName<C extends HubContract> = Exclude<FunctionNames<Part<C, "events">>, UnusableInClients>;

/** Arguments of an event. */
export type EventArguments<C extends HubContract, N extends EventName<C>> = ArgumentsOf<Part<C, "events">, N>;

/** Names of what a client can be asked. */
export type ClientResultName<C extends HubContract> = Exclude<
  FunctionNames<Part<C, "clientResults">>,
  UnusableInClients
>;

/** Arguments of what a client is asked. */
export type ClientResultArguments<C extends HubContract, N extends ClientResultName<C>> = ArgumentsOf<
  Part<C, "clientResults">,
  N
>;

/** The answer of a client. */
export type ClientResult<C extends HubContract, N extends ClientResultName<C>> = ResultOf<
  Part<C, "clientResults">,
  N
>;

/** Names of what clients can call. */
export type MethodName<C extends HubContract> = FunctionNames<Part<C, "methods">>;

/** Arguments of what clients can call. */
export type MethodArguments<C extends HubContract, N extends MethodName<C>> = ArgumentsOf<
  Part<C, "methods">,
  N
>;

/** What a call of a client resolves to. */
export type MethodResult<C extends HubContract, N extends MethodName<C>> = ResultOf<Part<C, "methods">, N>;

/** Names of the streams that clients can open. */
export type StreamName<C extends HubContract> = FunctionNames<Part<C, "streams">>;

/** Arguments with which a stream is opened. */
export type StreamArguments<C extends HubContract, N extends StreamName<C>> = ArgumentsOf<
  Part<C, "streams">,
  N
>;

/** One item of a stream. */
export type StreamItem<C extends HubContract, N extends StreamName<C>> = ResultOf<Part<C, "streams">, N>;
