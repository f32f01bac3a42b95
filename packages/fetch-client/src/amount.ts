/** The longest delay of a timer. Longer delays would fire at once. */
export const longestTimerInMs = 0x7fffffff;

/**
 * Validates a numeric option, because comparisons with `NaN` or text would disable the limit that it sets. `Infinity` is valid and
 * means no limit.
 *
 * @throws {RangeError} If it is not a number of at least 0. The message names the option.
 */
export function assertAmount(option: string, value: unknown): void {
  if (!(typeof value === "number" && value >= 0)) {
    throw new RangeError(`${option} must be a number greater than or equal to 0, not ${value}`);
  }
}
