import type { UpstreamEvent } from "@x/auth";
import type {
  HubContract,
  MethodArguments,
  MethodName,
  MethodResult,
  StreamArguments,
  StreamItem,
  StreamName,
} from "./contract.js";
import type { ConnectionSender } from "./hub.js";
import type { StandardIssue, StandardSchema } from "./standard-schema.js";

/** Who calls. The user id and the claims come from the token with which the client connected. */
export interface ClientContext<C extends HubContract> extends Pick<
  UpstreamEvent,
  "hub" | "connectionId" | "userId" | "claims" | "query"
> {
  /** The caller's connection, to send to. */
  readonly connection: ConnectionSender<C>;
  /** Aborted when the client is known to have gone and when the time of the call is over. */
  readonly signal: AbortSignal;
}

/** A handler whose arguments are checked before it runs; only then do they have the types of the contract. */
export interface CheckedHandler<Context, Arguments extends unknown[], Returned> {
  /** Schema of the list of arguments, of any library that follows Standard Schema: `z.tuple([z.string()])`. */
  readonly input: StandardSchema<Arguments>;
  /** Called with the arguments as the schema returns them. */
  readonly handle: (context: Context, ...args: Arguments) => Returned;
}

type Handler<Context, Arguments extends unknown[], Returned> =
  | ((context: Context, ...args: unknown[]) => Returned)
  | CheckedHandler<Context, Arguments, Returned>;

/** Answers a method. Without a schema the arguments are `unknown`: they come from the client. */
export type MethodHandler<C extends HubContract, N extends MethodName<C>> = Handler<
  ClientContext<C>,
  MethodArguments<C, N>,
  MethodResult<C, N> | Promise<MethodResult<C, N>>
>;

/** Answers a stream, usually an `async *` function. It is asked for an item once the service has taken the one before. */
export type StreamHandler<C extends HubContract, N extends StreamName<C>> = Handler<
  ClientContext<C>,
  StreamArguments<C, N>,
  AsyncIterable<StreamItem<C, N>> | Iterable<StreamItem<C, N>>
>;

/** A handler of which nothing is known any more. */
type AnyHandler = Handler<unknown, unknown[], unknown>;

/** The arguments of a client's call do not follow the schema. The client is told no more than that; `onError` gets it whole. */
export class InvalidArgumentsError extends Error {
  override readonly name = "InvalidArgumentsError";
  /** What the schema says. */
  readonly issues: readonly StandardIssue[];

  constructor(target: string, issues: readonly StandardIssue[]) {
    super(`The arguments of '${target}' are invalid: ${issues.map(({ message }) => message).join("; ")}`);
    this.issues = issues;
  }
}

/** The handler of that name which the table itself has, not one that every object inherits. */
export function ownHandler(table: object | undefined, name: string): AnyHandler | undefined {
  return table !== undefined && Object.hasOwn(table, name)
    ? (table as Record<string, AnyHandler | undefined>)[name]
    : undefined;
}

/** Checks the arguments and runs the handler. @throws {InvalidArgumentsError} and what the handler throws */
export async function runHandler(
  handler: AnyHandler,
  context: unknown,
  target: string,
  args: readonly unknown[],
): Promise<unknown> {
  if (typeof handler === "function") return handler(context, ...args);
  const checked = await handler.input["~standard"].validate(args);
  if (checked.issues !== undefined) throw new InvalidArgumentsError(target, checked.issues);
  return handler.handle(context, ...checked.value);
}
