/** The middle value; between the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the fraction `q` of the values lies, interpolated between neighbors. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError("No value was measured");
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const lower = sorted[below] as number;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (position - below);
}

/** The quartiles: half of the rounds lie between them. */
export function spreadOf(values: readonly number[]): readonly [number, number] {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/**
 * Each round's value over the same round's baseline. What slows the machine down slows both, so ratios of neighbors
 * say more than a ratio of medians.
 */
export function ratios(values: readonly number[], baseline: readonly number[]): number[] {
  if (values.length !== baseline.length) {
    throw new RangeError(`${values.length} rounds cannot be compared with ${baseline.length}`);
  }
  return values.map((value, round) => {
    const base = baseline[round] as number;
    if (base <= 0) throw new RangeError(`The baseline of round ${round + 1} is ${base}: measure for longer`);
    return value / base;
  });
}
