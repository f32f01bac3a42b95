import { formatNumber } from "./report.ts";
import { type Result, describeMachine } from "./results.ts";
import { type Row, isLowerBetter, titleOf } from "./row.ts";

/** What became of a row. */
export interface Change {
  readonly verdict: "better" | "worse" | "same" | "new" | "gone" | "incomparable";
  readonly group: string;
  readonly title: string;
  readonly unit: string;
  readonly before?: number;
  readonly after?: number;
}

/** Compares the rows of the groups that were measured both times. */
export function compareResults(before: readonly Result[], after: readonly Result[]): Change[] {
  return after.flatMap((now) => {
    const then = before.find(({ group }) => group === now.group);
    return then === undefined ? [] : compareGroup(then, now);
  });
}

function compareGroup(then: Result, now: Result): Change[] {
  const sameMachine = describeMachine(then.machine) === describeMachine(now.machine);
  const old = new Map(then.rows.map((row) => [titleOf(row), row]));
  const changes = now.rows.map((row): Change => {
    const title = titleOf(row);
    const common = { group: now.group, title, unit: row.unit };
    const base = old.get(title);
    old.delete(title);
    if (base === undefined) return { ...common, verdict: "new", after: row.reached };
    const values = { before: base.reached, after: row.reached };
    // A time means something on its own machine only; a ratio or a count means something everywhere.
    const portable = row.exact || row.unit.startsWith("×");
    if (base.unit !== row.unit || (!portable && !sameMachine))
      return { ...common, ...values, verdict: "incomparable" };
    return { ...common, ...values, verdict: judge(base, row) };
  });
  const gone = [...old].map(([title, { unit, reached }]): Change => ({
    verdict: "gone",
    group: now.group,
    title,
    unit,
    before: reached,
  }));
  return [...changes, ...gone];
}

/** A time that differs has to differ as well when it is scaled to the baseline of its own run: machines have busy days. */
function judge(before: Row, after: Row): "better" | "worse" | "same" {
  const verdict = judgeSpreads(before, after, 1);
  const [then, now] = [before.baseline, after.baseline];
  const isTime = /^(µs|ms)\b/.test(after.unit);
  if (!isTime || then === undefined || now === undefined || then.name !== now.name) return verdict;
  return judgeSpreads(before, after, now.value / then.value) === verdict ? verdict : "same";
}

/** Two measurements differ when the middle halves of their rounds have nothing in common. */
function judgeSpreads(before: Row, after: Row, scale: number): "better" | "worse" | "same" {
  const [low, high] = before.spread ?? [before.reached, before.reached];
  const [nextLow, nextHigh] = after.spread ?? [after.reached, after.reached];
  if (nextLow <= high * scale && low * scale <= nextHigh) return "same";
  return after.reached < before.reached * scale === isLowerBetter(after) ? "better" : "worse";
}

/** Changes as text, one line each. */
export function formatChanges(changes: readonly Change[]): string {
  const lines = changes
    .filter(({ verdict }) => verdict !== "same")
    .map(({ verdict, group, title, unit, before, after }) => {
      const values = [before, after].map((value) => (value === undefined ? "–" : formatNumber(value)));
      const percent = before && after !== undefined ? ` (${((after / before - 1) * 100).toFixed(1)} %)` : "";
      return `${verdict.padEnd(12)}  ${group}: ${title}  ${values.join(" → ")} ${unit}${percent}`;
    });
  const same = changes.length - lines.length;
  return [...lines, `${same} of ${changes.length} rows are the same within their spread`].join("\n");
}
