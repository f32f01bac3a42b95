import type { Result } from "../results.ts";
import { type Row, titleOf } from "../row.ts";
import { type Bar, barChart } from "./bar-chart.ts";
import { type Line, lineChart } from "./line-chart.ts";

/** A chart: its path below `docs/`, what it is called, and the drawing. */
export interface Chart {
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

/**
 * A line chart for each series of sizes, and a bar chart for each other row that has peers. A row whose name begins
 * with that of another is a bar of that one's chart.
 */
export function chartsOf({ group, rows }: Result): Chart[] {
  const charts: Chart[] = [];
  const series = Map.groupBy(rows, ({ what }) => what);
  const single = rows.filter(({ what, peers }) => series.get(what)?.length === 1 && peers.length > 0);
  for (const row of single) {
    if (single.some((other) => isVariant(row, other))) continue;
    const variants = single.filter((other) => isVariant(other, row));
    charts.push({ ...nameOf(row), text: bars(row, variants) });
  }
  for (const [what, own] of series) {
    const [{ unit, at } = {}] = own;
    if (unit === undefined || at === undefined || own.length < 2) continue;
    const name = nameOf({ what });
    charts.push({ ...name, text: lineChart(name.title, unit, at.of, linesOf(own)) });
  }
  return charts;

  function nameOf(row: Pick<Row, "what" | "at">): { readonly path: string; readonly title: string } {
    const name = row.what.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    return { path: `performance/${group}-${name.replace(/-$/, "")}.svg`, title: `${group}: ${titleOf(row)}` };
  }

  function bars(row: Row, variants: readonly Row[]): string {
    const others = [...(row.baseline === undefined ? [] : [row.baseline]), ...row.peers];
    const drawn: Bar[] = [
      ...others.map(({ name, value }) => ({ label: name, value, own: false })),
      { label: "ours", value: row.reached, own: true },
      ...variants.map(({ what, reached }) => ({
        label: `ours${what.slice(row.what.length)}`,
        value: reached,
        own: true,
      })),
    ];
    return barChart(nameOf(row).title, row.unit, drawn, row.goal);
  }
}

/** Whether a row measures the same as another under a condition, against the same peers. */
function isVariant(row: Row, of: Row): boolean {
  return (
    row.what.startsWith(`${of.what}, `) && row.unit === of.unit && namesOfPeers(row) === namesOfPeers(of)
  );
}

function namesOfPeers({ peers }: Row): string {
  return peers.map(({ name }) => name).join();
}

function linesOf(rows: readonly Row[]): Line[] {
  const series = (label: string, own: boolean, value: (row: Row) => number | undefined): Line => ({
    label,
    own,
    points: rows.flatMap((row) => {
      const y = value(row);
      return row.at === undefined || y === undefined ? [] : [{ x: row.at.count, y }];
    }),
  });
  const peers = [...new Set(rows.flatMap((row) => row.peers.map(({ name }) => name)))];
  const [{ baseline } = {}] = rows;
  return [
    // What a baseline took at one size stands in brackets.
    ...(baseline === undefined
      ? []
      : [series(baseline.name.replace(/ \(.*\)$/, ""), false, (row) => row.baseline?.value)]),
    ...peers.map((name) => series(name, false, (row) => row.peers.find((peer) => peer.name === name)?.value)),
    series("ours", true, ({ reached }) => reached),
  ];
}
