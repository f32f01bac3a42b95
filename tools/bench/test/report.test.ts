import assert from "node:assert/strict";
import { test } from "node:test";
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
  const page = renderReport([result]);
  assert.ok(page.includes("| one send | by hand 600 | a\\|b 9,000 | ≤&nbsp;100 | ✗ **200** B | exact |"));
  assert.ok(page.includes("many, 1,040 operations"));
  assert.ok(page.includes("0 of 3 goals are reached"));
});

test("renderReport() gives the same bytes for the same results", () => {
  assert.equal(renderReport([result]), renderReport([structuredClone(result)]));
});

test("renderReport() says what holds a missed goal, and nothing of one that is reached", () => {
  const what = "one send with an access key";
  const missed = renderReport([{ ...result, rows: [{ ...row, what }] }]);
  assert.match(
    missed,
    /### What holds a missed goal\n\n- \*\*size: one send with an access key\.\*\* The send without a token/,
  );
  const met = renderReport([{ ...result, rows: [{ ...row, what, reached: 100 }] }]);
  assert.doesNotMatch(met, /holds a missed goal/);
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
