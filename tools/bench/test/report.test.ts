import assert from "node:assert/strict";
import { test } from "node:test";
import { barChart, lineChart } from "../src/report/chart.ts";
import { renderReport } from "../src/report/page.ts";
import type { Result } from "../src/results.ts";
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
  assert.ok(page?.text.includes("| one send | by hand 600 | a\\|b 9,000 | ≤ 100 | **200** B ✗ | exact |"));
  assert.ok(page?.text.includes("many, 1,040 operations"));
  assert.ok(page?.text.includes("0 of 3 goals are reached"));
});

test("renderReport() draws bars beside peers and one line chart for a series", () => {
  const paths = renderReport([result]).map(({ path }) => path);
  assert.deepEqual(paths, ["performance.md", "performance/size-one-send.svg", "performance/size-many.svg"]);
});

test("renderReport() gives the same bytes for the same results", () => {
  assert.deepEqual(renderReport([result]), renderReport([structuredClone(result)]));
});

test("charts escape what stands in names", () => {
  const bars = barChart("<title>", "B", [{ label: "a & <b>", value: 1, own: true }], 2);
  assert.ok(bars.includes("a &amp; &lt;b&gt;") && !bars.includes("<b>"));
  const lines = lineChart("t", "×", "operations", [{ label: "<i>", own: true, points: [{ x: 1, y: 0 }] }]);
  assert.ok(lines.includes("&lt;i&gt;") && !lines.includes("NaN"));
});
