import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestTrace } from "../activity/request-trace.js";
import type { OperationId } from "./route-table.js";

/** A failure to play, so that a caller's handling of it can be tested. */
export interface Fault {
  /** Operations it concerns; all of them by default. */
  readonly operationId?: OperationId | readonly OperationId[];
  /** Share of requests that it hits, 0 to 1. Default 1. */
  readonly rate?: number;
  /** Requests that it hits before it is used up. No limit by default. */
  readonly times?: number;
  /** Wait before anything else happens. Default 0. */
  readonly latencyInMs?: number;
  /** Answer with this status instead of running the operation. */
  readonly status?: number;
  /** Value of `Retry-After`, seconds or a date. */
  readonly retryAfter?: number | string;
  /** Cut the connection without an answer. Default false. */
  readonly reset?: boolean;
}

const codes: ReadonlyMap<number, string> = new Map([
  [403, "Error.Request.Forbidden"],
  [429, "Error.Request.TooManyRequests"],
  [500, "Error.Unknown.Unknown"],
  [503, "Error.Service.Unavailable"],
]);

/** Plays the first fault that concerns a request. */
export class Faults {
  readonly #entries: { readonly fault: Fault; left: number }[];

  constructor(faults: readonly Fault[]) {
    this.#entries = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  /** @returns whether the request has been dealt with. */
  async apply(
    operationId: OperationId,
    request: IncomingMessage,
    response: ServerResponse,
    trace: RequestTrace | undefined,
  ): Promise<boolean> {
    const entry = this.#entries.find(({ fault, left }) => left > 0 && concerns(fault, operationId));
    if (entry === undefined || Math.random() >= (entry.fault.rate ?? 1)) return false;
    entry.left--;
    const { latencyInMs, reset, status, retryAfter } = entry.fault;
    if (latencyInMs !== undefined) await new Promise((resolve) => setTimeout(resolve, latencyInMs));
    if (reset === true) {
      trace?.cut("The emulator was told to cut the connection");
      request.socket.destroy();
      return true;
    }
    if (status === undefined) return false;
    request.resume();
    const code = codes.get(status) ?? "Error.Unknown.Unknown";
    const reason = `The emulator was told to answer ${status}`;
    const text = JSON.stringify({ code, message: reason });
    trace?.answered(status, { reason, json: text });
    response.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(text),
      "x-ms-error-code": code,
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    });
    response.end(request.method === "HEAD" ? undefined : text);
    return true;
  }
}

function concerns(fault: Fault, operationId: OperationId): boolean {
  if (fault.operationId === undefined) return true;
  return typeof fault.operationId === "string"
    ? fault.operationId === operationId
    : fault.operationId.includes(operationId);
}
