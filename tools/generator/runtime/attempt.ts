import { networkErrors } from "./network-error.js";
import type { OperationDescriptor } from "./operation.js";
import { type RequestParts, isStream } from "./request-parts.js";
import { readBody } from "./response-body.js";
import { readRetryAfter } from "./retry.js";
import { type ServiceError, type ServiceErrorInit, summarizeRequest, textIn } from "./service-error.js";
import { type Transport, exchange } from "./transport.js";

/** What every attempt of a client works with. */
export interface AttemptContext {
  readonly transport: Transport;
  readonly ErrorClass: new (init: ServiceErrorInit) => ServiceError;
  readonly errorCodeHeader?: string | undefined;
  readonly maxResponseBytes: number;
}

/**
 * Sends a request once and says what the answer means: what the method resolves to, or an error of the class given.
 *
 * @param delivered Called once the service has done its part and only an optional body is still to come.
 */
export async function attempt(
  { transport, ErrorClass, errorCodeHeader, maxResponseBytes }: AttemptContext,
  operationId: string,
  { method, path, result, accept, absence }: OperationDescriptor,
  parts: RequestParts,
  signal: AbortSignal | undefined,
  delivered: () => void,
): Promise<unknown> {
  const { url, body, params } = parts;
  // Middleware sets headers, so each attempt has its own.
  const headers = new Headers(parts.headers);
  const response = await exchange(
    transport,
    {
      url,
      method,
      headers,
      // A redirect is an answer: a token must not follow it to another host.
      redirect: "manual",
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
      ...(isStream(body) && { duplex: "half" }),
    },
    path,
    params,
  );
  const { ok, status } = response;
  const header = (name: string) => response.headers.get(name);
  const isAnswer = result === "data" || result === "pages";
  if (ok) {
    if (result === "existence") return true;
    if (result === "none") return undefined;
    // Only where the body is the answer is a broken one a failure.
    if (!isAnswer) {
      if (status === 204 || header("content-length") === "0") return undefined;
      delivered();
    }
  }

  let detail: unknown;
  let cause: unknown;
  try {
    const bytes = await readBody(response, maxResponseBytes);
    const type = header("content-type") ?? "application/json";
    const isJson = /[/+]json\s*($|;)/i.test(type);
    if (ok && accept !== undefined && !isJson && !type.startsWith("text/")) return bytes;
    const text = new TextDecoder().decode(bytes);
    detail = text || undefined;
    if (ok && !isJson) {
      if (accept !== undefined) return text;
      throw new SyntaxError(`The body is ${type}, not JSON`);
    }
    detail = JSON.parse(text) as unknown;
    if (ok) return detail;
  } catch (error) {
    if (ok && !isAnswer) return undefined;
    if (ok && networkErrors.has(Object(error) as object)) throw error;
    // An error may have any body, or none.
    if (ok || !(error instanceof SyntaxError)) cause = error;
  }

  const code = ok ? undefined : ((errorCodeHeader && header(errorCodeHeader)) ?? textIn(detail, "code"));
  if (status === 404 && code !== undefined && absence?.includes(code)) {
    return result === "existence" ? false : undefined;
  }
  const retryAfterInMs = readRetryAfter(header("retry-after"), Date.now());
  const hint = cause
    ? `the answer cannot be read: ${(cause as Error).message}`
    : status === 404 && code === undefined && errorCodeHeader
      ? "a 404 without an error code: wrong endpoint?"
      : status === 0 || (status >= 300 && status < 400)
        ? "redirects are not followed"
        : retryAfterInMs === undefined
          ? undefined
          : `the service asks to wait ${Math.ceil(retryAfterInMs / 1000)} s`;
  return new ErrorClass({
    operationId,
    request: summarizeRequest(method, url, headers),
    response,
    code,
    detail,
    retryAfterInMs,
    hint,
    cause,
  });
}
