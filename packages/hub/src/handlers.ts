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

/** The caller of a handler. The user ID and the claims come from the token that the client connected with. */
export interface ClientContext<C extends HubContract> extends Pick<
  UpstreamEvent,
  "hub" | "connectionId" | "userId" | "claims" | "query"
> {
  /** Sends to the caller's connection. */
  readonly connection: ConnectionSender<C>;
  /** Aborts when a method exceeds `timeoutInMs`, and when the client of a stream is known to have disconnected. */
  readonly signal: AbortSignal;
}

/** A handler with an input schema. Because its arguments are validated, they have the types of the contract. */
export interface CheckedHandler<Context, Arguments extends unknown[], Returned> {
  /** Schema of the argument list, from any library that implements Standard Schema, for example `z.tuple([z.string()])`. */
  readonly input: StandardSchema<Arguments>;
  /** The handler. Receives the output of the schema. */
  readonly handle: (context: Context, ...args: Arguments) => Returned;
}

type Handler<Context, Arguments extends unknown[], Returned> =
  | ((context: Context, ...args: unknown[]) => Returned)
  | CheckedHandler<Context, Arguments, Returned>;

/** Handles calls of a hub method. Without a schema, the arguments are `unknown`, because a client can send any values. */
export type MethodHandler<C extends HubContract, N extends MethodName<C>> = Handler<
  ClientContext<C>,
  MethodArguments<C, N>,
  MethodResult<C, N> | Promise<MethodResult<C, N>>
>;

/**
 * Handles a stream, usually as an `async *` function. The next item is requested only after the service has accepted the previous
 * one.
 */
export type StreamHandler<C extends HubContract, N extends StreamName<C>> = Handler<
  ClientContext<C>,
  StreamArguments<C, N>,
  AsyncIterable<StreamItem<C, N>> | Iterable<StreamItem<C, N>>
>;

/** A handler with erased types. */
type AnyHandler = Handler<unknown, unknown[], unknown>;

/**
 * Error for a client call whose arguments do not match the schema of the handler. `onError` receives it with the issues; the
 * client only learns that the arguments are invalid.
 */
export class InvalidArgumentsError extends Error {
  override readonly name = "InvalidArgumentsError";
  /** The issues that the schema reported. */
  readonly issues: readonly StandardIssue[];

  constructor(target: string, issues: readonly StandardIssue[]) {
    super(`The arguments of '${target}' are invalid: ${issues.map(({ message }) => message).join("; ")}`);
    this.issues = issues;
  }
}

/** Returns the handler with this name, ignoring inherited properties of the table. */
export function ownHandler(table: object | undefined, name: string): AnyHandler | undefined {
  return table !== undefined && Object.hasOwn(table, name)
    ? (table as Record<string, AnyHandler | undefined>)[name]
    : undefined;
}

/** Validates the arguments and runs the handler. @throws {InvalidArgumentsError} and the errors of the handler. */
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
