import assert from "node:assert/strict";
import { test } from "node:test";
import { barChart } from "../src/report/bar-chart.ts";
import { lineChart } from "../src/report/line-chart.ts";
import { explained } from "../src/report/missed-goals.ts";
import { renderReport } from "../src/report/page.ts";
import { type Result, readResults } from "../src/results.ts";
import type { Row } from "../src/row.ts";

const row: Row = {
  group: "size",
  what: "one send",
  unit: "B",
  baseline: { name: "by hand", value: 600 },
  peers: [{ name: "a|b", value: 9000 }],
  goal: { atMost: 100 },
  reached: 200,
  exact: true,
};
const result: Result = {
  group: "size",
  date: "2026-01-31",
  machine: { system: "linux x64", cpu: "A", cores: 2, memoryInGiB: 8 },
  versions: { node: "26.0.0" },
  rows: [
    row,
    { ...row, what: "many", at: { count: 26, of: "operations" } },
    { ...row, what: "many", at: { count: 1040, of: "operations" } },
  ],
};

test("renderReport() writes every row with goal, reached and peers", () => {
  const [page] = renderReport([result]);
  assert.equal(page?.path, "performance.md");
  assert.ok(
    page?.text.includes("| one send | by hand 600 | a\\|b 9,000 | ≤&nbsp;100 | ✗ **200** B | exact |"),
  );
  assert.ok(page?.text.includes("many, 1,040 operations"));
  assert.ok(page?.text.includes("0 of 3 goals are reached"));
});

test("renderReport() draws bars with those of peers and one line chart for a series", () => {
  const paths = renderReport([result]).map(({ path }) => path);
  assert.deepEqual(paths, ["performance.md", "performance/size-one-send.svg", "performance/size-many.svg"]);
});

test("renderReport() gives the same bytes for the same results", () => {
  assert.deepEqual(renderReport([result]), renderReport([structuredClone(result)]));
});

test("renderReport() shows a row under a condition as a bar of the row it varies", () => {
  const rows = [row, { ...row, what: "one send, at start", reached: 150 }];
  const [, chart, ...more] = renderReport([{ ...result, rows }]);
  assert.equal(more.length, 0);
  assert.ok(chart?.text.includes(">ours, at start<"));
});

test("renderReport() says what holds a missed goal, and nothing of one that is reached", () => {
  const what = "one send with an access key";
  const [missed] = renderReport([{ ...result, rows: [{ ...row, what }] }]);
  assert.match(
    missed?.text ?? "",
    /### What holds a missed goal\n\n- \*\*size: one send with an access key\.\*\* The send without a token/,
  );
  const [met] = renderReport([{ ...result, rows: [{ ...row, what, reached: 100 }] }]);
  assert.doesNotMatch(met?.text ?? "", /holds a missed goal/);
});

test("every reason belongs to a row that is kept", () => {
  const kept = new Set(
    readResults().flatMap(({ rows }) => rows.map(({ group, what }) => `${group}: ${what}`)),
  );
  assert.deepEqual(
    explained.filter((name) => !kept.has(name)),
    [],
  );
});

test("charts have a text that says what they show", () => {
  const bars = barChart("Sizes", "B", [{ label: "ours", value: 1500, own: true }], { atMost: 2000 });
  assert.ok(bars.includes('<title id="title">Sizes</title>'));
  assert.ok(bars.includes('<desc id="description">ours: 1,500 B; goal: ≤ 2,000</desc>'));
});

test("barChart() cuts a bar that is far above all others, and no other", () => {
  const bar = (value: number) => ({ label: "a", value, own: false });
  const cuts = (values: readonly number[]) =>
    barChart("t", "B", values.map(bar)).split('<path class="ground"').length - 1;
  assert.equal(cuts([100, 31]), 1);
  assert.equal(cuts([100, 34]), 0);
  assert.equal(cuts([100, 0]), 0);
});

test("lineChart() keeps labels apart that end at the same height", () => {
  const line = (label: string, y: number) => ({
    label,
    own: false,
    points: [
      { x: 1, y: 1 },
      { x: 4, y },
    ],
  });
  const chart = lineChart("t", "×", "operations", [line("a", 10), line("b", 10), line("c", 0), line("d", 0)]);
  const heights = [...chart.matchAll(/y="([\d.]+)" text-anchor="start">[abcd] /g)].map(([, y]) => Number(y));
  assert.equal(heights.length, 4);
  const sorted = heights.toSorted((a, b) => a - b);
  assert.ok(
    sorted.every((y, at) => at === 0 || y - (sorted[at - 1] ?? 0) >= 14),
    String(sorted),
  );
});

test("charts escape what stands in names", () => {
  const bars = barChart("<title>", "B", [{ label: "a & <b>", value: 1, own: true }], { atMost: 2 });
  assert.ok(bars.includes("a &amp; &lt;b&gt;") && !bars.includes("<b>"));
  const lines = lineChart("t", "×", "operations", [{ label: "<i>", own: true, points: [{ x: 1, y: 0 }] }]);
  assert.ok(lines.includes("&lt;i&gt;") && !lines.includes("NaN"));
});
