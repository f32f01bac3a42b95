/**
 * Codes of {@link EndpointsError}. The codes are stable.
 *
 * - `partial-failure`: some endpoints accepted the call and others did not. Retrying the call would repeat it at those that did.
 * - `total-failure`: no endpoint accepted the call.
 * - `no-healthy-endpoint`: a client cannot be negotiated because no endpoint is healthy.
 * - `connection-not-found`: no endpoint has the connection.
 */
export type EndpointsErrorCode =
  | "partial-failure"
  | "total-failure"
  | "no-healthy-endpoint"
  | "connection-not-found";

/** The failure of a call at one endpoint. */
export interface EndpointFailure {
  /** Name of the endpoint. */
  readonly endpoint: string;
  /** The error of the call, usually a `SignalRServiceError` or a network error. */
  readonly error: unknown;
}

/**
 * Error of a call that failed at one or more endpoints. The message names the endpoints, and `errors` contains their errors.
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
  /** Stable error code, for use in a `switch`. */
  readonly code: EndpointsErrorCode;
  /** The endpoints that failed, with their errors. */
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
 * Tells whether a value is an {@link EndpointsError}. Unlike `instanceof`, this works if several copies of this package are
 * loaded, because it compares the name.
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
