import { isDuration, maxDurationInMs } from "../duration.js";
import { EmulatorError } from "../emulator-error.js";
import { latestRoutes } from "./route-table.js";

/** @throws {EmulatorError} `invalid-option` for a fault that cannot be played, whatever its declared type says. */
export function checkFault(fault: unknown): void {
  if (!isRecord(fault)) throw invalid("A fault must be an object", fault);
  const {
    operationId,
    rate = 1,
    times = 0,
    latencyInMs = 0,
    status = 200,
    retryAfter = 0,
    reset = false,
  } = fault;
  for (const id of Array.isArray(operationId) ? operationId : [operationId])
    if (id !== undefined && !(typeof id === "string" && isOperationId(id)))
      throw invalid("The operationId of a fault must be one or several names of operations", id);
  if (!(typeof rate === "number" && rate >= 0 && rate <= 1))
    throw invalid("The rate of a fault must be a number from 0 to 1", rate);
  if (!(Number.isInteger(times) && Number(times) >= 0))
    throw invalid("The times of a fault must be an integer and not less than 0", times);
  const { from, to } = isRecord(latencyInMs) ? latencyInMs : { from: latencyInMs, to: latencyInMs };
  if (!(isDuration(from) && isDuration(to) && from <= to))
    throw invalid(
      `The latencyInMs of a fault must be from 0 to ${maxDurationInMs}, or { from, to } in this order`,
      isRecord(latencyInMs) ? `${String(from)} to ${String(to)}` : latencyInMs,
    );
  if (!(Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599))
    throw invalid("The status of a fault must be an integer from 200 to 599", status);
  if (!(Number.isFinite(retryAfter) || (typeof retryAfter === "string" && /^[ -~]+$/.test(retryAfter))))
    throw invalid(
      "The retryAfter of a fault must be a finite number or a date as printable ASCII",
      retryAfter,
    );
  if (typeof reset !== "boolean") throw invalid("The reset of a fault must be true or false", reset);
}

function isOperationId(id: string): boolean {
  return [...latestRoutes.keys()].some((operationId) => operationId === id);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(message: string, value: unknown): EmulatorError {
  return new EmulatorError("invalid-option", `${message}, not ${String(value)}`);
}
