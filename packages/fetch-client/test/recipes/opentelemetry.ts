import { type Attributes, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { AttemptEvent } from "@x/fetch-client";

const tracer = trace.getTracer("signalr");

/** Records each attempt of a call as a span of an HTTP client (OpenTelemetry semantic conventions for HTTP spans). */
export function recordAttempt(event: AttemptEvent): void {
  const { operationId, operation, url, attempt, durationInMs, status, error } = event;
  const { hostname, port, protocol } = new URL(url);
  const attributes: Attributes = {
    "signalr.operation": operationId,
    "http.request.method": operation.method,
    "url.full": url,
    "url.template": operation.path,
    "server.address": hostname,
    "server.port": Number(port || (protocol === "https:" ? 443 : 80)),
  };
  if (attempt > 1) attributes["http.request.resend_count"] = attempt - 1;
  if (status !== undefined) attributes["http.response.status_code"] = status;
  if (error !== undefined) {
    attributes["error.type"] = status === undefined && error instanceof Error ? error.name : String(status);
  }
  const endTime = Date.now();
  const span = tracer.startSpan(`${operation.method} ${operation.path}`, {
    kind: SpanKind.CLIENT,
    startTime: endTime - durationInMs,
    attributes,
  });
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(endTime);
}
