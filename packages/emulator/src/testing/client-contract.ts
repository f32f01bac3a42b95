/**
 * The messages between a hub's clients and its server, as types. A contract of `@x/hub` has this shape, which is declared again
 * here because the emulator does not depend on the packages that it tests.
 */
export interface ClientContract {
  readonly events?: object;
  readonly clientResults?: object;
  readonly methods?: object;
  readonly streams?: object;
}

/** The default contract, which allows all names and arguments. */
export interface UntypedContract {
  readonly events: Record<string, (...args: unknown[]) => void>;
  readonly clientResults: Record<string, (...args: never[]) => unknown>;
  readonly methods: Record<string, (...args: unknown[]) => unknown>;
  readonly streams: Record<string, (...args: unknown[]) => unknown>;
}

type Part<C extends ClientContract, P extends keyof ClientContract> = NonNullable<C[P]>;

/** The names in a part of a contract. */
export type NameIn<C extends ClientContract, P extends keyof ClientContract> = keyof Part<C, P> & string;

/** The arguments of a member of a contract. */
export type ArgumentsIn<
  C extends ClientContract,
  P extends keyof ClientContract,
  N extends keyof Part<C, P>,
> = Part<C, P>[N] extends (...args: infer A) => unknown ? A : never;

/** The result of a member of a contract; for a stream, the type of its items. */
export type ResultIn<
  C extends ClientContract,
  P extends keyof ClientContract,
  N extends keyof Part<C, P>,
> = Part<C, P>[N] extends (...args: never[]) => infer R ? Awaited<R> : never;
