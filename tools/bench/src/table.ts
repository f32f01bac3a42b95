import { type Goal, type Reference, type Row, isReached, titleOf } from "./row.ts";

const headings = ["what", "unit", "baseline", "peers", "goal", "reached", "spread", ""] as const;

/** Rows as text, a table for each group. */
export function formatTable(rows: readonly Row[]): string {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return [...groups].map(([group, own]) => `${group}\n${align([headings, ...own.map(cells)])}\n`).join("\n");
}

function cells(row: Row): string[] {
  const reached = isReached(row);
  return [
    titleOf(row),
    row.unit,
    row.baseline === undefined ? "" : formatReference(row.baseline),
    row.peers.map(formatReference).join(", "),
    row.goal === undefined ? "" : formatGoal(row.goal),
    formatNumber(row.reached),
    row.exact ? "exact" : row.spread === undefined ? "" : row.spread.map(formatNumber).join("–"),
    reached === undefined ? "" : reached ? "ok" : "MISSED",
  ];
}

export function formatReference({ name, value }: Reference): string {
  return `${name} ${formatNumber(value)}`;
}

export function formatGoal(goal: Goal): string {
  return "atMost" in goal ? `≤ ${formatNumber(goal.atMost)}` : `≥ ${formatNumber(goal.atLeast)}`;
}

/** Three digits that mean something; whole numbers in full. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return value.toLocaleString(
    "en-US",
    value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );
}

function align(lines: readonly (readonly string[])[]): string {
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}
