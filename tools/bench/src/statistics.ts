import type { Row } from "./row.ts";
import type { Results } from "./rounds.ts";

/** The value below which the fraction `q` of the values lies, interpolated between neighbors. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError("No value was measured");
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const lower = sorted[Math.floor(position)] as number;
  const upper = sorted[Math.ceil(position)] as number;
  return lower + (upper - lower) * (position % 1);
}

/** The middle value; between the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * Each round's value over the same round's baseline. What slows the machine down slows both, so ratios of neighbors
 * say more than a ratio of medians.
 */
export function ratios(values: readonly number[], baseline: readonly number[]): number[] {
  return values.map((value, round) => {
    const base = baseline[round] ?? 0;
    if (base <= 0) throw new RangeError(`The baseline of round ${round + 1} is ${base}: measure for longer`);
    return value / base;
  });
}

/** What a row says of results: whose they are, and with whose they are compared. */
export interface Comparison<Name extends string> extends Pick<
  Row,
  "group" | "what" | "at" | "unit" | "goal"
> {
  readonly subject: Name;
  readonly baseline: Name;
  readonly peers?: readonly Name[];
}

/** The row of a subject: its median and quartiles. A unit that starts with × asks for ratios to the baseline. */
export function rowOf<Name extends string>(
  results: Results<Name>,
  { subject, baseline, peers = [], ...row }: Comparison<Name>,
): Row {
  const valuesOf = (name: Name): readonly number[] =>
    row.unit.startsWith("×") ? ratios(results[name], results[baseline]) : results[name];
  const referenceOf = (name: Name) => ({ name, value: median(valuesOf(name)) });
  const values = valuesOf(subject);
  return {
    ...row,
    baseline: referenceOf(baseline),
    peers: peers.map(referenceOf),
    reached: median(values),
    spread: [quantile(values, 0.25), quantile(values, 0.75)],
    exact: false,
  };
}
