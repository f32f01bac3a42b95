/** A bound: the goal of a yardstick. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

export interface Reference {
  readonly name: string;
  readonly value: number;
}

/** One measurement, with what it is measured against. Every value of a row has the row's unit. */
export interface Row {
  readonly group: string;
  readonly what: string;
  /** The size at which it was measured; rows that differ in nothing else are a series. */
  readonly at?: { readonly count: number; readonly of: string };
  /** `B gzip`, `µs`, `×` (ratio to the baseline), … */
  readonly unit: string;
  /** What is 1.0 of a ratio, or the least that anything could cost. */
  readonly baseline?: Reference;
  readonly peers: readonly Reference[];
  readonly goal?: Goal;
  readonly reached: number;
  /** Quartiles of the rounds. Absent from exact rows. */
  readonly spread?: readonly [number, number];
  /** How many operations and arguments are in what was measured, where it grows with them. */
  readonly entries?: number;
  /** A count that comes out the same on every machine, so that it can be a gate. */
  readonly exact: boolean;
}

/** What a row is called in text and in comparisons: unique in its group. */
export function titleOf({ what, at }: Pick<Row, "what" | "at">): string {
  return at === undefined ? what : `${what}, ${at.count.toLocaleString("en-US")} ${at.of}`;
}

/** Whether lower values of a row are better. */
export function isLowerBetter({ goal }: Row): boolean {
  return goal === undefined || "atMost" in goal;
}

/** Whether a row reaches its goal; `undefined` where it has none. */
export function isReached({ goal, reached }: Row): boolean | undefined {
  if (goal === undefined) return undefined;
  return "atMost" in goal ? reached <= goal.atMost : reached >= goal.atLeast;
}
