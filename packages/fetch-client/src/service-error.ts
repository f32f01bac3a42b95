/** What was asked, without anything that could be a credential. */
export interface RequestSummary {
  /** `GET`, `POST`, … */
  readonly method: string;
  /** Absolute URL, with query. */
  readonly url: string;
  /** Headers, without those that may hold a secret. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What an error of the service is made of. */
export interface ServiceErrorInit {
  /** The method that was called. */
  readonly operationId: string;
  /** What was asked. */
  readonly request: RequestSummary;
  /** What was answered. */
  readonly response: Response;
  /** Error code of the service, where it sent one. */
  readonly code: string | undefined;
  /** Body of the response: parsed where it is JSON, text otherwise, `undefined` where there is none. */
  readonly detail: unknown;
  /** What else there is to say. */
  readonly hint?: string | 0 | undefined;
  /** How long the service asks to wait. */
  readonly retryAfterInMs?: number | undefined;
  /** What led to the error. */
  readonly cause?: unknown;
}

/**
 * A response of the service that is not success.
 *
 * Its message names the operation, the status and the code. The credential of the request is in no property.
 */
export class ServiceError<Code extends string = string> extends Error {
  override name = "ServiceError";
  /** HTTP status. */
  declare readonly status: number;
  /** Error code of the service, where it sent one. */
  declare readonly code: Code | undefined;
  /** The method that was called. */
  declare readonly operationId: string;
  /** What was asked, without credentials. */
  declare readonly request: RequestSummary;
  /** The response; its body has been read. */
  declare readonly response: Response;
  /** Body of the response: parsed where it is JSON, text otherwise, `undefined` where there is none. */
  declare readonly detail: unknown;
  /** How long the service asks to wait before the next call, where it does (`Retry-After`). */
  declare readonly retryAfterInMs: number | undefined;

  constructor({ hint, cause, ...known }: ServiceErrorInit) {
    const { operationId, response, code, detail } = known;
    const { status } = response;
    const said = textIn(detail, "message")?.slice(0, 500);
    super(
      `${operationId} failed with ${status}${code ? ` ${code}` : ""}${said ? `: ${said}` : ""}${hint ? ` (${hint})` : ""}`,
      // Without a cause there is no such property.
      cause === undefined ? {} : { cause },
    );
    Object.assign(this, known, { status });
  }
}

/** A text in the body of an error. */
export function textIn(detail: unknown, name: string): string | undefined {
  const value = (Object(detail) as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

/** Whether the value of a header may be a secret, which no error may hold. */
export function isSecretName(name: string): boolean {
  return /auth|cookie|token|key|secret|signature|password/i.test(name);
}
