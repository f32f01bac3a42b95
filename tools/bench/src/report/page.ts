import { describeMachine } from "../compare.ts";
import { groups } from "../groups.ts";
import type { Result } from "../results.ts";
import { type Row, isReached, titleOf } from "../row.ts";
import { formatGoal, formatNumber, formatReference } from "../table.ts";
import { reasonFor } from "./missed-goals.ts";

/** `docs/performance.md`. Same results, same bytes. */
export function renderReport(results: readonly Result[]): string {
  const sections = results.map((result) =>
    [`## ${headingOf(result)}`, intro(result), table(result.rows)].join("\n\n"),
  );
  return `---
title: Performance
category: Reference
---

# Performance

What the packages cost in bytes, CPU, memory and compiler time, compared with alternatives. Each group is measured in one run.
The page is made from the files in \`tools/bench/results\` by \`pnpm bench report\`; \`pnpm bench --save\` measures again, and
[the bench](../tools/bench/README.md) says how.

A baseline is what a ratio compares with, or the least that anything could cost. Peers and ours alternate in the same rounds. A
spread is the two quartiles of the rounds; exact rows are counts that come out the same everywhere, and the cheap ones may not grow
by more than 2 % unnoticed ([decision 85](decisions/0085-benchmarks-compare-cpu-time.md)). Times are CPU time of the process that does
the work ([decision 85](decisions/0085-benchmarks-compare-cpu-time.md)), so only ratios mean something on another machine.

${goals(results)}

${sections.join("\n\n")}
`;
}

/** Every goal on one screen, then what holds those that are missed. */
function goals(results: readonly Result[]): string {
  const rows = results.flatMap((result) => result.rows.map((row) => ({ result, row })));
  const judged = rows.filter(({ row }) => row.goal !== undefined);
  const missed = judged.filter(({ row }) => isReached(row) === false);
  const lines = judged.map(({ result, row }) => [
    `[${row.group}](#${anchorOf(headingOf(result))})`,
    titleOf(row),
    row.goal === undefined ? "" : unbroken(formatGoal(row.goal)),
    reachedOf(row),
  ]);
  const byReason = Map.groupBy(missed, ({ row }) => reasonFor(row));
  const reasons = [...byReason].flatMap(([reason, held]) => {
    const names = held.map(({ row }) => `${row.group}: ${titleOf(row)}`);
    return reason === undefined ? [] : [`- **${names.join("; ")}.** ${reason}\n`];
  });
  return [
    "## Goals",
    `${judged.length - missed.length} of ${judged.length} goals are reached.`,
    markdownTable(["group", "what", "goal", "reached"], lines),
    ...(reasons.length === 0 ? [] : ["### What holds a missed goal", reasons.join("")]),
  ].join("\n\n");
}

function headingOf({ group }: Result): string {
  return `${group.charAt(0).toUpperCase()}${group.slice(1)}`;
}

function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(" ", "-");
}

function intro({ group, date, machine, versions }: Result): string {
  const { measures = "" } = groups.find(({ name }) => name === group) ?? {};
  const sentence = measures.charAt(0).toUpperCase() + measures.slice(1);
  return `${sentence}. Measured on ${date}: ${describeMachine(machine)}, Node ${versions["node"]}.`;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    titleOf(row),
    row.baseline === undefined ? "" : formatReference(row.baseline),
    row.peers.map(formatReference).join("<br>"),
    row.goal === undefined ? "" : unbroken(formatGoal(row.goal)),
    reachedOf(row),
    row.exact ? "exact" : row.spread === undefined ? "" : row.spread.map(formatNumber).join("–"),
  ]);
  return markdownTable(["what", "baseline", "peers", "goal", "reached", "spread"], lines);
}

function reachedOf(row: Row): string {
  const reached = isReached(row);
  const mark = reached === undefined ? "" : reached ? "✓ " : "✗ ";
  return `${mark}**${formatNumber(row.reached)}**${row.unit === "" ? "" : ` ${row.unit}`}`;
}

/** Kept on one line of a narrow column. */
function unbroken(text: string): string {
  return text.replaceAll(" ", "&nbsp;");
}

function markdownTable(headings: readonly string[], lines: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => "---"), ...lines]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}
