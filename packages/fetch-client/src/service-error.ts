/** A request without headers that may contain a credential. */
export interface RequestSummary {
  /** HTTP method, such as `GET`. */
  readonly method: string;
  /** Absolute URL, including the query. */
  readonly url: string;
  /** Headers, except those that may contain a secret. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Arguments of the constructor of a service error. */
export interface ServiceErrorInit {
  /** ID of the operation. */
  readonly operationId: string;
  /** The request, without credentials. */
  readonly request: RequestSummary;
  /** The response. */
  readonly response: Response;
  /** Error code of the service, or `undefined`. */
  readonly code: string | undefined;
  /** Body of the response: the parsed JSON, or the text, or `undefined` if it is empty. */
  readonly detail: unknown;
  /** Appended to the message. */
  readonly hint?: string | 0 | undefined;
  /** The `Retry-After` of the response, in milliseconds. */
  readonly retryAfterInMs?: number | undefined;
  /** The error that caused this one. */
  readonly cause?: unknown;
}

/**
 * Error for a response that is not a success.
 *
 * The message names the operation, the status and the error code. No property contains the credential of the request.
 */
export class ServiceError<Code extends string = string> extends Error {
  override name = "ServiceError";
  /** HTTP status. */
  declare readonly status: number;
  /** Error code of the service, or `undefined` if the response has none. */
  declare readonly code: Code | undefined;
  /** ID of the operation, which is the name of the method that was called. */
  declare readonly operationId: string;
  /** The request, without credentials. */
  declare readonly request: RequestSummary;
  /** The response. Its body has already been read. */
  declare readonly response: Response;
  /** Body of the response: the parsed JSON, or the text, or `undefined` if it is empty. */
  declare readonly detail: unknown;
  /** How long to wait before the next call, in milliseconds (`Retry-After`), or `undefined` if the service does not say. */
  declare readonly retryAfterInMs: number | undefined;

  constructor({ hint, cause, ...known }: ServiceErrorInit) {
    const { operationId, response, code, detail } = known;
    const { status } = response;
    const said = textIn(detail, "message")?.slice(0, 500);
    super(
      `${operationId} failed with ${status}${code ? ` ${code}` : ""}${said ? `: ${said}` : ""}${hint ? ` (${hint})` : ""}`,
      // Do not define `cause` if there is none.
      cause === undefined ? {} : { cause },
    );
    Object.assign(this, known, { status });
  }
}

/** Returns a string property of the body of an error. */
export function textIn(detail: unknown, name: string): string | undefined {
  const value = (Object(detail) as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

/** Tells whether the value of a header may be a secret, which errors must not contain. */
export function isSecretName(name: string): boolean {
  return /auth|cookie|token|key|secret|signature|password/i.test(name);
}
