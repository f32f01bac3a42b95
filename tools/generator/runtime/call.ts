import { isNetworkError, markAsNetworkError } from "./network-error.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions } from "./options.js";
import { expandPath } from "./path.js";
import { serializeQuery } from "./query.js";
import { type Arguments, type RequestParts, type Serializers, toRequestParts } from "./request-parts.js";
import { readBody } from "./response-body.js";
import {
  type AttemptEvent,
  type RetryPolicy,
  backoffInMs,
  isRetriedStatus,
  readRetryAfter,
  wait,
} from "./retry.js";
import { type ServiceError, type ServiceErrorInit, summarizeRequest } from "./service-error.js";
import { type Progress, within } from "./within.js";

/** What one call works with. */
export interface CallContext extends Serializers {
  readonly baseUrl: string;
  /** openapi-fetch's `request`. */
  readonly request: (
    method: string,
    path: string,
    init: object,
  ) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  readonly ErrorClass: new (init: ServiceErrorInit) => ServiceError;
  readonly errorCodeHeader: string | undefined;
  readonly retry: RetryPolicy | false | undefined;
  readonly maxResponseBytes: number;
}

/** How an attempt ended where it did not throw. */
type Outcome = { readonly value: unknown } | Failure;

interface Failure {
  readonly response: Response;
  readonly detail: unknown;
  readonly code: string | undefined;
  readonly cause?: unknown;
}

/** Performs an operation: attempts, waits, and what its answer means. */
export async function call(
  context: CallContext,
  operationId: string,
  operation: OperationDescriptor,
  args: Arguments,
  options: CallOptions,
): Promise<unknown> {
  const parts = toRequestParts(operationId, operation, args, context);
  const policy: RetryPolicy = { ...(context.retry || undefined), ...(options.retry || undefined) };
  const sendOnce =
    options.retry === false || (context.retry === false && !options.retry) || isStream(parts.body);
  const {
    attempts = 4,
    delayInMs = 800,
    maxDelayInMs = 60_000,
    timeoutInMs = 100_000,
    deadlineInMs = 0,
  } = policy;
  const { signal } = options;
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    const attemptStarted = performance.now();
    const remaining = deadlineInMs === 0 ? Infinity : Math.max(1, deadlineInMs - (attemptStarted - started));
    const limit = Math.min(timeoutInMs || Infinity, remaining);
    let outcome: Outcome | undefined;
    let error: unknown;
    try {
      outcome = await within<Outcome>(signal, limit === Infinity ? 0 : limit, (attemptSignal, progress) =>
        attemptOnce(context, operation, parts, options, attemptSignal, progress),
      );
    } catch (thrown) {
      error = thrown;
    }
    const failure = outcome !== undefined && "response" in outcome ? outcome : undefined;
    const event: AttemptEvent = {
      operationId,
      attempt,
      durationInMs: performance.now() - attemptStarted,
      ...(failure ? { status: failure.response.status } : error === undefined ? {} : { error }),
    };
    policy.onAttempt?.(event);
    if (outcome !== undefined && !failure) return (outcome as { value: unknown }).value;

    const retryAfterInMs = failure && readRetryAfter(failure.response.headers.get("retry-after"), Date.now());
    const mayRetry = failure
      ? isRetriedStatus(operation.retry, failure.response.status, retryAfterInMs)
      : operation.retry === "idempotent" && !signal?.aborted && (isNetworkError(error) || isTimeout(error));
    const delay = retryAfterInMs ?? backoffInMs(attempt, delayInMs, maxDelayInMs);
    const tooLong = delay > maxDelayInMs;
    const afterDeadline = deadlineInMs !== 0 && performance.now() - started + delay >= deadlineInMs;
    if (!mayRetry || sendOnce || attempt >= attempts || tooLong || afterDeadline) {
      if (!failure) throw error;
      throw toError(
        context,
        operationId,
        operation,
        parts,
        options,
        failure,
        mayRetry && tooLong
          ? `the service asks to wait ${Math.round(delay / 1000)} s, longer than maxDelayInMs`
          : undefined,
      );
    }
    policy.onRetry?.({ ...event, delayInMs: delay });
    await wait(delay, signal);
  }
}

async function attemptOnce(
  context: CallContext,
  operation: OperationDescriptor,
  { params, headers, body }: RequestParts,
  options: CallOptions,
  signal: AbortSignal | undefined,
  progress: Progress<Outcome>,
): Promise<Outcome> {
  const { response, error } = await context.request(operation.method, operation.path, {
    params,
    headers: { ...headers, ...options.headers },
    parseAs: "stream",
    ...(signal && { signal }),
    ...(body !== undefined && { body, bodySerializer: identity }),
    ...(isStream(body) && { duplex: "half" }),
  });
  if (response.ok) {
    // The service has done its part; only where the body is the answer is a broken one a failure.
    if (operation.result === "existence") return { value: true };
    if (operation.result === "data" || operation.result === "pages")
      return readAnswer(context, operation, response);
    progress.onTimeout = { value: undefined };
    try {
      const answer = await readAnswer(context, operation, response);
      return "value" in answer ? answer : { value: undefined };
    } catch {
      return { value: undefined };
    }
  }
  const detail: unknown = error === "" ? undefined : error;
  const fromHeader =
    context.errorCodeHeader === undefined ? null : response.headers.get(context.errorCodeHeader);
  const code = fromHeader ?? codeOf(detail);
  if (response.status === 404 && code !== undefined && operation.absence?.includes(code)) {
    return { value: operation.result === "existence" ? false : undefined };
  }
  return { response, detail, code };
}

function identity(body: unknown): unknown {
  return body;
}

/** Reads the body as what its media type says; a body that cannot be read so is a failure. */
async function readAnswer(
  context: CallContext,
  operation: OperationDescriptor,
  response: Response,
): Promise<Outcome> {
  if (
    operation.result === "none" ||
    response.status === 204 ||
    response.headers.get("content-length") === "0"
  ) {
    return operation.result === "data" || operation.result === "pages"
      ? { response, detail: undefined, code: undefined, cause: new SyntaxError("The body is empty") }
      : { value: undefined };
  }
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await readBody(response, context.maxResponseBytes);
  } catch (error) {
    if (!(error instanceof RangeError)) markAsNetworkError(error);
    throw error;
  }
  const type = response.headers.get("content-type") ?? "application/json";
  const isJson = /[/+]json\s*($|;)/i.test(type);
  if (operation.accept !== undefined && !isJson) {
    return { value: type.startsWith("text/") ? new TextDecoder().decode(bytes) : bytes };
  }
  const detail = new TextDecoder().decode(bytes);
  try {
    if (!isJson) throw new SyntaxError(`The body is ${type}, not JSON`);
    return { value: JSON.parse(detail) as unknown };
  } catch (cause) {
    return { response, detail, code: undefined, cause };
  }
}

function toError(
  { ErrorClass, baseUrl, errorCodeHeader }: CallContext,
  operationId: string,
  operation: OperationDescriptor,
  { params, headers }: RequestParts,
  options: CallOptions,
  { response, detail, code, cause }: Failure,
  hint: string | undefined,
): ServiceError {
  const { status } = response;
  let said = hint;
  if (cause instanceof Error) said = `the answer cannot be read: ${cause.message}`;
  else if (status === 404 && code === undefined && errorCodeHeader !== undefined) {
    said = "the service names no error code with this 404: wrong endpoint?";
  } else if (status === 0 || (status >= 300 && status < 400)) said = "redirects are not followed";
  const query = serializeQuery(params.query);
  const url = response.url || `${baseUrl}${expandPath(operation.path, params.path)}${query && `?${query}`}`;
  const request = summarizeRequest(operation.method, url, new Headers({ ...headers, ...options.headers }));
  return new ErrorClass({ operationId, request, response, code, detail, hint: said, cause });
}

function codeOf(detail: unknown): string | undefined {
  return typeof detail === "object" && detail !== null && "code" in detail && typeof detail.code === "string"
    ? detail.code
    : undefined;
}

function isStream(body: unknown): boolean {
  return typeof ReadableStream === "function" && body instanceof ReadableStream;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
