/**
 * What went wrong, for `switch`:
 *
 * - `partial-failure`: some endpoints accepted the call, others did not. A second try would repeat it at the first ones.
 * - `total-failure`: no endpoint accepted the call.
 * - `no-healthy-endpoint`: a client cannot be negotiated, because no endpoint is healthy.
 * - `connection-not-found`: no endpoint has the connection.
 */
export type EndpointsErrorCode =
  | "partial-failure"
  | "total-failure"
  | "no-healthy-endpoint"
  | "connection-not-found";

/** An endpoint that did not accept a call, and why. */
export interface EndpointFailure {
  /** Name of the endpoint. */
  readonly endpoint: string;
  /** What the call threw, usually a `SignalRServiceError` or a network error. */
  readonly error: unknown;
}

/**
 * A call that at least one of several endpoints did not accept. The message names the endpoints; `errors` holds what they threw.
 *
 * @example
 * ```ts
 * import { createEndpoints, isEndpointsError } from "@x/hub/endpoints";
 *
 * interface Todo {
 *   clientResults: { confirmDelete(text: string): boolean };
 * }
 *
 * const connectionString = process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "";
 * const todo = createEndpoints([{ name: "east", connectionString }]).hub<Todo>({ hub: "todo" });
 *
 * try {
 *   await todo.connection("gone").invoke("confirmDelete", "milk");
 * } catch (error) {
 *   if (isEndpointsError(error)) console.log(error.code); // connection-not-found
 * }
 * ```
 */
export class EndpointsError extends AggregateError {
  override readonly name = "EndpointsError";
  /** Stable name of what is wrong. */
  readonly code: EndpointsErrorCode;
  /** The endpoints that failed, and why. */
  readonly failed: readonly EndpointFailure[];
  /** Names of the endpoints that accepted the call. */
  readonly reached: readonly string[];

  constructor(
    code: EndpointsErrorCode,
    message: string,
    failed: readonly EndpointFailure[] = [],
    reached: readonly string[] = [],
  ) {
    const reasons = failed.map(({ endpoint, error }) => `${endpoint}: ${reasonOf(error)}`);
    super(
      failed.map(({ error }) => error),
      reasons.length === 0 ? message : `${message} (${reasons.join("; ")})`,
    );
    this.code = code;
    this.failed = failed;
    this.reached = reached;
  }
}

/**
 * Tells an `EndpointsError` by name, which also works when two copies of this package are loaded.
 *
 * @example
 * ```ts
 * import { EndpointsError, isEndpointsError } from "@x/hub/endpoints";
 *
 * const error = new EndpointsError("total-failure", "No endpoint accepted the call");
 * console.log(isEndpointsError(error), isEndpointsError(new AggregateError([]))); // true false
 * ```
 */
export function isEndpointsError(value: unknown): value is EndpointsError {
  return value instanceof Error && value.name === "EndpointsError" && "reached" in value;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
