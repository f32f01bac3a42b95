import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestTrace } from "../activity/request-trace.js";
import { checkFault } from "./check-fault.js";
import type { Fault } from "./fault.js";
import type { OperationId } from "./route-table.js";
import { seededRandom } from "./seeded-random.js";

const codes: ReadonlyMap<number, string> = new Map([
  [403, "Error.Request.Forbidden"],
  [429, "Error.Request.TooManyRequests"],
  [500, "Error.Unknown.Unknown"],
  [503, "Error.Service.Unavailable"],
]);

/** Plays the faults that concern a request, in order, until one of them answers it. */
export class Faults {
  #entries: readonly { readonly fault: Fault; left: number }[] = [];
  readonly #initial: Fault | readonly Fault[];
  readonly #seed: number;
  #random: () => number;
  readonly #tellSeed: () => void;

  /** @param options.seed What repeats the same draws for faults with a rate. */
  constructor(
    faults: Fault | readonly Fault[],
    options: { readonly seed: number; readonly log: (line: string) => void },
  ) {
    const { seed, log } = options;
    this.#initial = faults;
    this.#seed = seed;
    this.#random = seededRandom(seed);
    this.#tellSeed = () => log(`Faults are drawn with the seed ${seed}`);
    this.set(faults);
  }

  /** Plays others from the next request on. @throws {EmulatorError} `invalid-option` */
  set(faults: Fault | readonly Fault[]): void {
    const list = isList(faults) ? faults : [faults];
    for (const fault of list) checkFault(fault);
    this.#entries = list.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
    if (list.some(isDrawn)) this.#tellSeed();
  }

  /** Plays those of the start again, with the same draws. */
  reset(): void {
    this.#random = seededRandom(this.#seed);
    this.set(this.#initial);
  }

  /** Whether there are faults at all. */
  get any(): boolean {
    return this.#entries.length > 0;
  }

  /** @returns whether the request has been dealt with. */
  async apply(
    operationId: OperationId,
    request: IncomingMessage,
    response: ServerResponse,
    trace: RequestTrace,
  ): Promise<boolean> {
    for (const entry of this.#entries) {
      const { fault } = entry;
      if (entry.left <= 0 || !concerns(fault, operationId) || this.#random() >= (fault.rate ?? 1)) continue;
      entry.left--;
      // One after the other is the point: latency first, then the failure.
      if (await play(fault, this.#random, request, response, trace)) return true;
    }
    return false;
  }
}

/** Whether chance has a part in it. */
function isDrawn({ rate = 1, latencyInMs }: Fault): boolean {
  return rate < 1 || typeof latencyInMs === "object";
}

async function play(
  fault: Fault,
  random: () => number,
  request: IncomingMessage,
  response: ServerResponse,
  trace: RequestTrace,
): Promise<boolean> {
  const { latencyInMs, reset, status, retryAfter } = fault;
  if (latencyInMs !== undefined)
    await new Promise((resolve) => {
      // What waits for the answer keeps the process alive, not the wait.
      setTimeout(resolve, delayOf(latencyInMs, random)).unref();
    });
  if (reset === true) {
    trace.cut("The emulator was told to cut the connection");
    request.socket.destroy();
    return true;
  }
  if (status === undefined) return false;
  request.resume();
  const code = codes.get(status) ?? "Error.Unknown.Unknown";
  const reason = `The emulator was told to respond with ${status}`;
  const text = JSON.stringify({ code, message: reason });
  trace.answered(status, { reason, json: text });
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "x-ms-error-code": code,
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  });
  response.end(request.method === "HEAD" ? undefined : text);
  return true;
}

function delayOf(latencyInMs: NonNullable<Fault["latencyInMs"]>, random: () => number): number {
  if (typeof latencyInMs === "number") return latencyInMs;
  const { from, to } = latencyInMs;
  return from + random() * (to - from);
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function concerns(fault: Fault, operationId: OperationId): boolean {
  if (fault.operationId === undefined) return true;
  return typeof fault.operationId === "string"
    ? fault.operationId === operationId
    : fault.operationId.includes(operationId);
}
