/**
 * Checks a numeric option where it enters. A comparison with `NaN` or with text is false, so an option that is checked nowhere
 * turns off whatever it limits.
 *
 * @throws {TypeError} when it is not a number.
 * @throws {RangeError} when it is not finite or below the minimum.
 */
export function numberOption(name: string, value: number, minimum = 0): number {
  if (Number.isFinite(value) && value >= minimum) return value;
  const message = `${name} must be a finite number of at least ${minimum}, not ${typeof value === "number" ? value : typeof value}`;
  throw new (typeof value === "number" ? RangeError : TypeError)(message);
}
