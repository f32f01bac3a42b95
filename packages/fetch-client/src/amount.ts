/** The longest delay of a timer; what is longer would fire at once. */
export const longestTimerInMs = 0x7fffffff;

/**
 * Checks a number of an option where it enters: a comparison with `NaN` or a text would never limit anything. `Infinity`
 * is a number like any other: no limit.
 *
 * @throws {RangeError} naming the option.
 */
export function assertAmount(option: string, value: unknown): void {
  if (!(typeof value === "number" && value >= 0)) {
    throw new RangeError(`${option} must be a number greater than or equal to 0, not ${value}`);
  }
}
