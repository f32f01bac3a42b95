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
  readonly hint?: string | undefined;
  /** What led to the error. */
  readonly cause?: unknown;
}

/**
 * An answer of the service that is not success.
 *
 * Its message names the operation, the status and the code. The credential of the request is in no property.
 */
export class ServiceError<Code extends string = string> extends Error {
  override name = "ServiceError";
  /** HTTP status. */
  readonly status: number;
  /** Error code of the service, where it sent one. */
  readonly code: Code | undefined;
  /** The method that was called. */
  readonly operationId: string;
  /** What was asked, without credentials. */
  readonly request: RequestSummary;
  /** The response; its body has been read. */
  readonly response: Response;
  /** Body of the response: parsed where it is JSON, text otherwise, `undefined` where there is none. */
  readonly detail: unknown;

  constructor({ operationId, request, response, code, detail, hint, cause }: ServiceErrorInit) {
    const said = messageOf(detail);
    super(
      `${operationId} failed with ${response.status}${code === undefined ? "" : ` ${code}`}` +
        `${said === undefined ? "" : `: ${said}`}${hint === undefined ? "" : ` (${hint})`}`,
      cause === undefined ? undefined : { cause },
    );
    this.status = response.status;
    this.code = code as Code | undefined;
    this.operationId = operationId;
    this.request = request;
    this.response = response;
    this.detail = detail;
  }
}

function messageOf(detail: unknown): string | undefined {
  if (typeof detail !== "object" || detail === null || !("message" in detail)) return undefined;
  return typeof detail.message === "string" && detail.message !== ""
    ? detail.message.slice(0, 500)
    : undefined;
}

/** Header names whose values may be secrets. */
const secretName = /auth|cookie|token|key|secret|signature|password/i;

/** The part of a request that may be kept and logged. */
export function summarizeRequest(method: string, url: string, headers: Headers): RequestSummary {
  const kept: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (!secretName.test(name)) kept[name] = value;
  });
  return { method, url, headers: kept };
}
