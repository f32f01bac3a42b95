/**
 * What a hub's clients and server say to each other, as types. The contract of `@x/hub` is one; it is only described here,
 * since the emulator does not depend on the packages that it tests.
 */
export interface ClientContract {
  readonly events?: object;
  readonly clientResults?: object;
  readonly methods?: object;
  readonly streams?: object;
}

/** The contract of a client that is given none: every name, with arguments of any kind. */
export interface UntypedContract {
  readonly events: Record<string, (...args: unknown[]) => void>;
  readonly clientResults: Record<string, (...args: never[]) => unknown>;
  readonly methods: Record<string, (...args: unknown[]) => unknown>;
  readonly streams: Record<string, (...args: unknown[]) => unknown>;
}

type Part<C extends ClientContract, P extends keyof ClientContract> = NonNullable<C[P]>;

/** Names in a part of a contract. */
export type NameIn<C extends ClientContract, P extends keyof ClientContract> = keyof Part<C, P> & string;

/** Arguments of a name in a part of a contract. */
export type ArgumentsIn<
  C extends ClientContract,
  P extends keyof ClientContract,
  N extends keyof Part<C, P>,
> = Part<C, P>[N] extends (...args: infer A) => unknown ? A : never;

/** What it returns; for a stream, one item. */
export type ResultIn<
  C extends ClientContract,
  P extends keyof ClientContract,
  N extends keyof Part<C, P>,
> = Part<C, P>[N] extends (...args: never[]) => infer R ? Awaited<R> : never;
