import { type Row, isLowerBetter, titleOf } from "./row.ts";
import { formatGoal, formatNumber } from "./table.ts";

/** What an exact row must not lose again: the best value it has reached. */
export interface Gate {
  readonly group: string;
  readonly what: string;
  readonly unit: string;
  readonly reached: number;
  /** How many operations and arguments were in it then. */
  readonly entries?: number;
}

/** What became of a gate. */
export interface Judgement {
  readonly verdict: "held" | "improved" | "broken" | "new" | "gone";
  readonly group: string;
  readonly title: string;
  /** The value that the gate holds. Absent where there is none yet. */
  readonly gate?: number;
  /** The worst value that passes. */
  readonly limit?: number;
  /** The value of now. Absent where nothing measures it any more. */
  readonly reached?: number;
  readonly row?: Row;
  readonly unit: string;
  /** How many operations and arguments the gate is for. */
  readonly entries?: number | undefined;
}

/**
 * How much each operation and each argument beyond those of the gate may add, by unit, so that a new version of the API passes:
 * one more optional argument takes some 12 bytes, gzipped, and one more operation that pages some instantiations.
 */
const allowedPerEntry: Readonly<Record<string, number>> = {
  B: 20,
  "B gzip": 20,
  instantiations: 2,
};

/** How much worse than its gate a row may become. */
const tolerance = 0.02;

/** Judges each measured row by its gate; gates without a row come last. */
export function judgeGates(gates: readonly Gate[], rows: readonly Row[]): Judgement[] {
  const open = new Map(gates.map((gate) => [keyOf(gate.group, gate.what), gate]));
  const judged = rows.map((row): Judgement => {
    const { group, unit, reached } = row;
    const title = titleOf(row);
    const common = { group, title, unit, reached, row };
    const gate = open.get(keyOf(group, title));
    open.delete(keyOf(group, title));
    if (gate === undefined || gate.unit !== unit) return { ...common, verdict: "new" };
    const lower = isLowerBetter(row);
    const more = Math.max(0, (row.entries ?? 0) - (gate.entries ?? Number.POSITIVE_INFINITY));
    const limit = lower
      ? Math.floor(gate.reached * (1 + tolerance)) + more * (allowedPerEntry[unit] ?? 0)
      : Math.ceil(gate.reached * (1 - tolerance));
    const isBroken = lower ? reached > limit : reached < limit;
    const isImproved = lower ? reached < gate.reached : reached > gate.reached;
    const verdict = isBroken ? "broken" : isImproved ? "improved" : "held";
    return { ...common, verdict, gate: gate.reached, entries: gate.entries, limit };
  });
  const gone = [...open.values()].map(({ group, what, unit, reached }): Judgement => ({
    verdict: "gone",
    group,
    title: what,
    unit,
    gate: reached,
  }));
  return [...judged, ...gone];
}

/** The gates that follow: tighter where a row improved, looser only where that is asked for. */
export function updateGates(
  judgements: readonly Judgement[],
  { loosen }: { readonly loosen: boolean },
): Gate[] {
  return judgements.flatMap(({ verdict, group, title, unit, gate, reached, entries, row }) => {
    if (reached === undefined) return [];
    const keeps = verdict === "held" || (verdict === "broken" && !loosen);
    const [kept, count] = keeps && gate !== undefined ? [gate, entries] : [reached, row?.entries];
    return [{ group, what: title, unit, reached: kept, ...(count !== undefined && { entries: count }) }];
  });
}

/** One line that says what became of a gate. */
export function describeJudgement({
  verdict,
  group,
  title,
  unit,
  gate,
  limit,
  reached,
  row,
}: Judgement): string {
  const name = `${group}: ${title}`;
  const goal = row?.goal === undefined ? "" : `, goal ${formatGoal(row.goal)}`;
  switch (verdict) {
    case "new":
      return `${name} is ${value(reached)} ${unit} and has no gate${goal}`;
    case "gone":
      return `${name} has a gate of ${value(gate)} ${unit} and is not measured any more`;
    default:
      return `${name} is ${value(reached)} ${unit}; gate ${value(gate)}, at ${row !== undefined && isLowerBetter(row) ? "most" : "least"} ${value(limit)} passes${goal}`;
  }
}

function keyOf(group: string, title: string): string {
  return `${group}\n${title}`;
}

function value(number: number | undefined): string {
  return number === undefined ? "–" : formatNumber(number);
}
