import { isJson } from "./body.js";
import type { ClientContext } from "./context.js";
import { LightRequest } from "./light-request.js";
import { isNetworkError } from "./network-error.js";
import type { OperationDescriptor } from "./operation.js";
import type { RequestParts } from "./request.js";
import { discardBody, readBytes } from "./response-body.js";
import { readRetryAfter } from "./retry.js";
import { summarizeRequest, textIn } from "./service-error.js";
import { exchange } from "./transport.js";
import type { Scope } from "./within.js";

/** What has become of an attempt: a value, or an error. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
  /** Absent where nothing was answered. */
  readonly status?: number;
  /** How long the service asks to wait. */
  readonly retryAfterInMs?: number | undefined;
}

/** Sends a request once, reads the answer and says what it means. */
export async function attempt(
  context: ClientContext,
  operation: OperationDescriptor,
  { url, body, headers, params }: RequestParts,
  scope: Scope,
): Promise<Outcome> {
  const { method, result } = operation;
  const { signal } = scope;
  // Middleware sets headers, so each attempt has its own.
  const request = new LightRequest({ url, method, headers: new Headers(headers), body, signal });
  const response = await exchange(context, operation, request, params);
  const { ok, status } = response;
  const isAnswer = result === "data" || result === "pages";
  if (ok && !isAnswer) {
    const isEmpty = status === 204 || response.headers.get("content-length") === "0";
    if (result !== "optional" || isEmpty) {
      discardBody(response);
      return { value: result === "existence" || undefined, status };
    }
    scope.isDelivered = true;
  }
  const read = await readAnswer(response, operation, context.maxResponseBytes);
  if (ok) {
    // Only where the body is the answer is a broken one a failure.
    if (!isAnswer || !("error" in read)) return { value: read.value, status };
    if (isNetworkError(read.error)) throw read.error;
  }
  return judgeFailure(context, operation, request, response, read);
}

/** What a body says: its value, or why it has none and as much of it as could be read. */
interface Body {
  readonly value?: unknown;
  readonly text?: string | undefined;
  readonly error?: unknown;
}

async function readAnswer(
  response: Response,
  { readBody }: OperationDescriptor,
  limit: number,
): Promise<Body> {
  const { ok, headers } = response;
  const type = headers.get("content-type") ?? "application/json";
  let text: string | undefined;
  try {
    if (ok && readBody && !isJson(type)) return { value: await readBody(response, limit) };
    text = new TextDecoder().decode(await readBytes(response, limit));
    if (ok && !isJson(type)) throw new SyntaxError(`The body is ${type}, not JSON`);
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { text, error };
  }
}

/** What an answer means that is not success, or cannot be read. */
function judgeFailure(
  { ErrorClass, errorCodeHeader = "" }: ClientContext,
  { id, result, absence }: OperationDescriptor,
  { method, url, headers }: LightRequest,
  response: Response,
  { value, text, error }: Body,
): Outcome {
  const { ok, status } = response;
  const header = (name: string) => (name && response.headers.get(name)) || undefined;
  const detail = value ?? (text || undefined);
  const code = ok ? undefined : (header(errorCodeHeader) ?? textIn(detail, "code"));
  if (status === 404 && code && absence?.includes(code)) {
    return { value: result === "existence" ? false : undefined, status };
  }
  // An error may have any body, or none.
  const cause = ok || !(error instanceof SyntaxError) ? error : undefined;
  const retryAfterInMs = readRetryAfter(header("retry-after"), Date.now());
  const hint = cause
    ? `the answer cannot be read: ${(cause as Error).message}`
    : status === 404 && !code && errorCodeHeader
      ? "a 404 without an error code: wrong endpoint?"
      : !status || (status >= 300 && status < 400)
        ? "redirects are not followed"
        : retryAfterInMs && `the service asks to wait ${Math.ceil(retryAfterInMs / 1000)} s`;
  const request = summarizeRequest(method, url, headers);
  return {
    error: new ErrorClass({ operationId: id, request, response, code, detail, retryAfterInMs, hint, cause }),
    status,
    retryAfterInMs,
  };
}
