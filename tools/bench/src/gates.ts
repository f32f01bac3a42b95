import { formatGoal, formatNumber } from "./report.ts";
import { type Row, isLowerBetter, titleOf } from "./row.ts";

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
  /** Absent where there is none yet. */
  readonly gate?: Gate;
  /** The gate that the row gives. Absent where nothing measures it any more. */
  readonly next?: Gate;
  /** One line that says what became of it. */
  readonly text: string;
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
  const nameOf = ({ group, what }: Gate): string => `${group}: ${what}`;
  const open = new Map(gates.map((gate) => [nameOf(gate), gate]));
  const judged = rows.map((row): Judgement => {
    const { group, unit, reached, entries } = row;
    const next = { group, what: titleOf(row), unit, reached, ...(entries !== undefined && { entries }) };
    const gate = open.get(nameOf(next));
    open.delete(nameOf(next));
    const goal = row.goal === undefined ? "" : `, goal ${formatGoal(row.goal)}`;
    const measured = `${nameOf(next)} is ${formatNumber(reached)} ${unit}`;
    if (gate?.unit !== unit) return { verdict: "new", next, text: `${measured} and has no gate${goal}` };
    const lower = isLowerBetter(row);
    const more = Math.max(0, (entries ?? 0) - (gate.entries ?? Number.POSITIVE_INFINITY));
    const limit = lower
      ? Math.floor(gate.reached * (1 + tolerance)) + more * (allowedPerEntry[unit] ?? 0)
      : Math.ceil(gate.reached * (1 - tolerance));
    const isWorseThan = (value: number): boolean => (lower ? reached > value : reached < value);
    const isImproved = reached !== gate.reached && !isWorseThan(gate.reached);
    const passes = `at ${lower ? "most" : "least"} ${formatNumber(limit)} passes`;
    return {
      verdict: isWorseThan(limit) ? "broken" : isImproved ? "improved" : "held",
      gate,
      next,
      text: `${measured}; gate ${formatNumber(gate.reached)}, ${passes}${goal}`,
    };
  });
  const gone = [...open.values()].map((gate): Judgement => ({
    verdict: "gone",
    gate,
    text: `${nameOf(gate)} has a gate of ${formatNumber(gate.reached)} ${gate.unit} and is not measured any more`,
  }));
  return [...judged, ...gone];
}

/** The gates that follow: tighter where a row improved, looser only where that is asked for. */
export function updateGates(judgements: readonly Judgement[], loosen: boolean): Gate[] {
  return judgements.flatMap(({ verdict, gate, next }) => {
    const keeps = verdict === "held" || (verdict === "broken" && !loosen);
    return (keeps ? gate : next) ?? [];
  });
}
