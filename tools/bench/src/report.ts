import { type Result, describeMachine } from "./results.ts";
import { type Goal, type Reference, type Row, isReached, titleOf } from "./row.ts";

/** A page with the tables of its `<!-- results: group -->` marks as the results give them. Same results, same bytes. */
export function withResults(page: string, results: readonly Result[]): string {
  return page.replaceAll(
    /(<!-- results: (\w+) -->\n)[^]*?(?=<!-- \/results -->)/g,
    (_all, mark: string, name: string) =>
      `${mark}\n${name === "goals" ? goals(results) : section(name, results)}\n\n`,
  );
}

/** Every goal on one screen. */
function goals(results: readonly Result[]): string {
  const rows = results.flatMap((result) => result.rows).filter(({ goal }) => goal !== undefined);
  const reached = rows.filter((row) => isReached(row)).length;
  const lines = rows.map((row) => [
    `[${row.group}](#${row.group})`,
    titleOf(row),
    formatGoal(row.goal),
    formatReached(row),
  ]);
  const table = markdownTable(["group", "what", "goal", "reached"], lines);
  return `${reached} of ${rows.length} goals are reached.\n\n${table}`;
}

function section(name: string, results: readonly Result[]): string {
  const result = results.find(({ group }) => group === name);
  if (result === undefined) throw new Error(`There are no results of ${name}: pnpm bench ${name} --save`);
  const { date, machine, versions, rows } = result;
  return `Measured on ${date}: ${describeMachine(machine)}, Node ${versions["node"]}.\n\n${rowTable(rows)}`;
}

/** A Markdown table of rows. */
export function rowTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    titleOf(row),
    row.baseline === undefined ? "" : formatReference(row.baseline),
    row.peers.map(formatReference).join(", "),
    formatGoal(row.goal),
    formatReached(row),
    row.exact ? "exact" : (row.spread?.map(formatNumber).join("–") ?? ""),
  ]);
  return markdownTable(["what", "baseline", "peers", "goal", "reached", "spread"], lines);
}

function formatReference({ name, value }: Reference): string {
  return `${name} ${formatNumber(value)}`;
}

/** With a space that does not break in a narrow column. */
export function formatGoal(goal: Goal | undefined): string {
  if (goal === undefined) return "";
  return "atMost" in goal ? `≤\u00A0${formatNumber(goal.atMost)}` : `≥\u00A0${formatNumber(goal.atLeast)}`;
}

function formatReached(row: Row): string {
  const mark = { true: "✓ ", false: "✗ ", undefined: "" }[String(isReached(row))];
  return `${mark}**${formatNumber(row.reached)}** ${row.unit}`.trimEnd();
}

/** Three digits that mean something; whole numbers in full. */
export function formatNumber(value: number): string {
  return value.toLocaleString(
    "en-US",
    Number.isInteger(value) || value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );
}

function markdownTable(headings: readonly string[], lines: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => "---"), ...lines]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}
