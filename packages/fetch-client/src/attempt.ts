import { isJson } from "./body.js";
import type { ClientContext } from "./context.js";
import type { LightRequest } from "./light-request.js";
import { isNetworkError } from "./network-error.js";
import type { OperationDescriptor } from "./operation.js";
import type { RequestParts } from "./request.js";
import { discardBody, readText } from "./response-body.js";
import { readRetryAfter } from "./retry.js";
import { isSecretName, textIn } from "./service-error.js";
import { exchange } from "./transport.js";
import type { Scope } from "./within.js";

/** The outcome of an attempt: a value, or an error. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
  /** Absent if there was no response. */
  readonly status?: number;
}

/** Sends a request once, and converts the response to a value or an error. */
export async function attempt(
  context: ClientContext,
  operation: OperationDescriptor,
  parts: RequestParts,
  scope: Scope,
): Promise<Outcome> {
  const { method, result, readBody } = operation;
  const request: LightRequest = {
    url: parts.url,
    method,
    // Middleware sets headers, so each attempt has its own.
    headers: new Headers(parts.headers),
    body: parts.body,
    signal: scope.signal,
    // Redirects are returned, not followed, so that no token is sent to another host.
    redirect: "manual",
    duplex: "half",
  };
  const response = await exchange(context, operation, request, parts.params);
  const { ok, status, headers } = response;
  const hasData = result === "data" || result === "pages";
  if (ok && !hasData) {
    if (result !== "optional" || status === 204 || headers.get("content-length") === "0") {
      discardBody(response);
      return { value: result === "existence" || undefined, status };
    }
    scope.isDelivered = true;
  }

  const type = headers.get("content-type") ?? "application/json";
  let detail: unknown;
  let cause: unknown;
  try {
    if (ok && !isJson(type)) {
      if (readBody) return { value: await readBody(response, context.maxResponseBytes), status };
      throw new SyntaxError(`The body is ${type}, not JSON`);
    }
    const text = await readText(response, context.maxResponseBytes);
    detail = text || undefined;
    detail = JSON.parse(text);
    if (ok) return { value: detail, status };
  } catch (error) {
    // A malformed body is a failure only if the body is the result.
    if (ok && !hasData) return { status };
    if (ok && isNetworkError(error)) throw error;
    // An error may have any body, or none.
    if (ok || !(error instanceof SyntaxError)) cause = error;
  }
  return judgeFailure(context, operation, request, response, detail, cause);
}

/** What a response means that is not success, or cannot be read. */
function judgeFailure(
  { ErrorClass, errorCodeHeader }: ClientContext,
  { id, result, absence }: OperationDescriptor,
  { method, url, headers }: LightRequest,
  response: Response,
  detail: unknown,
  cause: unknown,
): Outcome {
  const { ok, status, headers: received } = response;
  const code = ok ? undefined : (errorCodeHeader && received.get(errorCodeHeader)) || textIn(detail, "code");
  if (status === 404 && code && absence?.includes(code)) {
    return { value: result === "existence" ? false : undefined, status };
  }
  const retryAfterInMs = readRetryAfter(received.get("retry-after"), Date.now());
  const hint = cause
    ? `the response cannot be read: ${(cause as Error).message}`
    : status === 404 && !code && errorCodeHeader
      ? "a 404 without an error code: wrong endpoint?"
      : !status || (status >= 300 && status < 400)
        ? "redirects are not followed"
        : retryAfterInMs && `the service asked to wait ${Math.ceil(retryAfterInMs / 1000)} s`;
  const known = Object.fromEntries([...headers].filter(([name]) => !isSecretName(name)));
  const request = { method, url, headers: known };
  const error = new ErrorClass({
    operationId: id,
    request,
    response,
    code,
    detail,
    retryAfterInMs,
    hint,
    cause,
  });
  return { error, status };
}
