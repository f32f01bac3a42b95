import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestTrace } from "../activity/request-trace.js";
import type { OperationResult } from "./operation.js";
import type { RestError } from "./rest-error.js";

/** A refusal as `ErrorDetail`. */
export function errorResult({ status, code, message, target, headers }: RestError): OperationResult {
  return {
    status,
    ...(code !== "" && { errorCode: code }),
    headers,
    body: {
      code: code === "" ? "NotFound" : code,
      message,
      ...(target !== undefined && { target }),
    },
  };
}

/** @param options.reason Why the request was refused. */
export function writeResult(
  request: IncomingMessage,
  response: ServerResponse,
  result: OperationResult,
  options: {
    readonly supportedVersions: string;
    readonly trace: RequestTrace;
    readonly reason: string | undefined;
  },
): void {
  const { status, errorCode } = result;
  const body = result.body ?? (errorCode === undefined ? undefined : absence(errorCode));
  const json = result.json ?? (body === undefined ? undefined : JSON.stringify(body));
  // What is not there has no message of its own; its code says what was asked for.
  options.trace.answered(status, { reason: options.reason ?? errorCode, json });
  const headers = ["api-supported-versions", options.supportedVersions];
  if (errorCode !== undefined) headers.push("x-ms-error-code", errorCode);
  for (const [name, value] of Object.entries(result.headers ?? {})) headers.push(name, value);
  // The response to HEAD is declared without a body, so no header describes one: a validating proxy would miss it.
  const content = result.bytes ?? json;
  if (content === undefined || request.method === "HEAD") {
    if (status !== 204) headers.push("content-length", "0");
    response.writeHead(status, headers).end();
    return;
  }
  headers.push(
    "content-type",
    typeof content === "string" ? "application/json; charset=utf-8" : "application/octet-stream",
  );
  headers.push("content-length", String(Buffer.byteLength(content)));
  response.writeHead(status, headers).end(content);
}

/** The detail of a check that found nothing; HEAD has no room for it, GET in its place has. */
function absence(code: string): { readonly code: string; readonly message: string } {
  return { code, message: "The requested resource does not exist" };
}
