import { EmulatorError } from "./emulator-error.js";

/** Timers fire at once when their delay does not fit into 31 bits. */
export const maxDurationInMs = 2 ** 31 - 1;

/** Whether a value can be the delay of a timer, in milliseconds. */
export function isDuration(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= maxDurationInMs;
}

/** @throws {EmulatorError} `invalid-option` for what no timer can wait. */
export function checkDuration(name: string, value: unknown): void {
  if (!isDuration(value))
    throw new EmulatorError(
      "invalid-option",
      `${name} must be a number of milliseconds from 0 to ${maxDurationInMs}, not ${String(value)}`,
    );
}
