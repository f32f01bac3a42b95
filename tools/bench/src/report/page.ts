import { describeMachine } from "../compare.ts";
import { groups } from "../groups.ts";
import type { Result } from "../results.ts";
import { type Row, isReached, titleOf } from "../row.ts";
import { formatGoal, formatNumber, formatReference } from "../table.ts";
import { barChart, lineChart } from "./chart.ts";

/** A file of the report: a path below `docs/`, and its text. */
export interface ReportFile {
  readonly path: string;
  readonly text: string;
}

/** `docs/performance.md` and its charts. Same results, same bytes. */
export function renderReport(results: readonly Result[]): ReportFile[] {
  const charts: ReportFile[] = [];
  const sections = results.map((result) => {
    const own = chartsOf(result);
    charts.push(...own.map(({ path, text }) => ({ path, text })));
    const images = own.map(({ path, title }) => `![${title}](${path})`).join("\n\n");
    return `## ${result.group}\n\n${intro(result)}\n\n${table(result.rows)}\n${images === "" ? "" : `\n${images}\n`}`;
  });
  const rows = results.flatMap((result) => result.rows);
  const goals = rows.map(isReached).filter((reached) => reached !== undefined);
  const page = `# Performance

Rendered by \`pnpm bench:report\` from [tools/bench/results](../tools/bench/results); measured with \`pnpm bench --save\`.
[tools/bench/README.md](../tools/bench/README.md) says how. ${goals.filter((reached) => reached).length} of ${goals.length} goals are reached.

A baseline is what a ratio compares with, or the least that anything could cost. Peers were measured in the same run. A
spread is the two quartiles of the rounds; exact rows are counts that come out the same everywhere, and those with a gate
may not grow by more than 2 % unnoticed.

${sections.join("\n")}`;
  return [{ path: "performance.md", text: page }, ...charts];
}

function intro({ group, date, machine, versions }: Result): string {
  const { measures = "" } = groups.find(({ name }) => name === group) ?? {};
  const sentence = measures.charAt(0).toUpperCase() + measures.slice(1);
  return `${sentence}. Measured on ${date}: ${describeMachine(machine)}, Node ${versions.node}.`;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const reached = isReached(row);
    const mark = reached === undefined ? "" : reached ? " ✓" : " ✗";
    return [
      titleOf(row),
      row.baseline === undefined ? "" : formatReference(row.baseline),
      row.peers.map(formatReference).join("<br>"),
      row.goal === undefined ? "" : formatGoal(row.goal),
      `**${formatNumber(row.reached)}**${row.unit === "" ? "" : ` ${row.unit}`}${mark}`,
      row.exact ? "exact" : row.spread === undefined ? "" : row.spread.map(formatNumber).join("–"),
    ];
  });
  return [["what", "baseline", "peers", "goal", "reached", "spread"], Array(6).fill("---"), ...lines]
    .map((cells) => `| ${cells.map((cell: string) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`)
    .join("");
}

/** A line chart for each series of sizes, a bar chart for each other row that has something to stand beside. */
function chartsOf({ group, rows }: Result): (ReportFile & { readonly title: string })[] {
  const byName = Map.groupBy(rows, ({ what }) => what);
  return [...byName].flatMap(([what, own]) => {
    const path = `performance/${group}-${what
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replace(/-$/, "")}.svg`;
    const [row] = own;
    if (row === undefined) return [];
    const title = `${group}: ${what}`;
    if (row.at !== undefined) {
      if (own.length < 2) return [];
      const peers = [...new Set(own.flatMap((one) => one.peers.map(({ name }) => name)))];
      const points = (value: (one: Row) => number | undefined) =>
        own.flatMap((one) => {
          const y = value(one);
          return one.at === undefined || y === undefined ? [] : [{ x: one.at.count, y }];
        });
      const lines = [
        ...peers.map((name) => ({
          label: name,
          own: false,
          points: points((one) => one.peers.find((peer) => peer.name === name)?.value),
        })),
        { label: "ours", own: true, points: points((one) => one.reached) },
      ];
      return [{ path, title, text: lineChart(title, row.unit, row.at.of, lines) }];
    }
    const others = [...(row.baseline === undefined ? [] : [row.baseline]), ...row.peers];
    if (others.length === 0) return [];
    const bars = [
      ...others.map(({ name, value }) => ({ label: name, value, own: false })),
      { label: "ours", value: row.reached, own: true },
    ];
    const goal =
      row.goal === undefined ? undefined : "atMost" in row.goal ? row.goal.atMost : row.goal.atLeast;
    return [{ path, title, text: barChart(title, row.unit, bars, goal) }];
  });
}
