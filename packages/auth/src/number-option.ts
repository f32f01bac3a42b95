/**
 * Validates a numeric option. Comparisons with `NaN` or text are false, so an option that is not validated would disable the limit
 * that it sets.
 *
 * @throws {TypeError} If it is not a number.
 * @throws {RangeError} If it is not finite or less than the minimum.
 */
export function numberOption(name: string, value: number, minimum = 0): number {
  if (Number.isFinite(value) && value >= minimum) return value;
  const message = `${name} must be a finite number of at least ${minimum}, not ${typeof value === "number" ? value : typeof value}`;
  throw new (typeof value === "number" ? RangeError : TypeError)(message);
}
