import assert from "node:assert/strict";
import { test } from "node:test";
import { compareResults } from "../src/compare.ts";
import type { Result } from "../src/results.ts";
import type { Row } from "../src/row.ts";

const machine = { system: "linux x64", cpu: "A", cores: 2, memoryInGiB: 8 };
const row: Row = { group: "calls", what: "a call", unit: "× CPU", peers: [], reached: 10, exact: false };

function result(rows: readonly Row[], cpu = "A"): Result {
  return { group: "calls", date: "2026-01-31", machine: { ...machine, cpu }, versions: {}, rows };
}

function verdicts(before: readonly Row[], after: readonly Row[], cpu?: string): string[] {
  return compareResults([result(before)], [result(after, cpu)]).map(({ verdict }) => verdict);
}

test("compareResults() calls a row the same while the quartiles overlap", () => {
  const before = { ...row, spread: [9, 11] } as const;
  assert.deepEqual(verdicts([before], [{ ...row, reached: 11.5, spread: [11, 12] }]), ["same"]);
  assert.deepEqual(verdicts([before], [{ ...row, reached: 12, spread: [11.1, 13] }]), ["worse"]);
  assert.deepEqual(verdicts([before], [{ ...row, reached: 8, spread: [7, 8.9] }]), ["better"]);
});

test("compareResults() takes any difference of an exact count for a change", () => {
  const exact = { ...row, unit: "B", exact: true };
  assert.deepEqual(verdicts([exact], [{ ...exact, reached: 11 }]), ["worse"]);
  assert.deepEqual(verdicts([exact], [exact]), ["same"]);
});

test("compareResults() knows rows where more is better", () => {
  const rate = { ...row, goal: { atLeast: 5 } };
  assert.deepEqual(verdicts([rate], [{ ...rate, reached: 12 }]), ["better"]);
});

test("compareResults() compares times on one machine only, ratios and counts on any", () => {
  const time = { ...row, unit: "µs" };
  assert.deepEqual(verdicts([time], [{ ...time, reached: 5 }], "B"), ["incomparable"]);
  assert.deepEqual(verdicts([time], [{ ...time, reached: 5 }]), ["better"]);
  assert.deepEqual(verdicts([row], [{ ...row, reached: 5 }], "B"), ["better"]);
});

test("compareResults() does not take a busy day of the machine for a change of a time", () => {
  const at = (reached: number, base: number): Row => ({
    ...row,
    unit: "µs",
    reached,
    baseline: { name: "raw", value: base },
  });
  assert.deepEqual(verdicts([at(10, 2)], [at(20, 4)]), ["same"]);
  assert.deepEqual(verdicts([at(10, 2)], [at(20, 2.1)]), ["worse"]);
  assert.deepEqual(verdicts([at(10, 2)], [at(11, 1)]), ["worse"]);
  assert.deepEqual(verdicts([at(10, 2)], [at(9, 1)]), ["same"]);
});

test("compareResults() tells sizes of one series apart, and names rows that came and went", () => {
  const at = (count: number): Row => ({ ...row, at: { count, of: "operations" } });
  assert.deepEqual(verdicts([at(26), at(104)], [at(26), at(416)]), ["same", "new", "gone"]);
});

test("compareResults() leaves out groups that were measured once", () => {
  assert.deepEqual(compareResults([], [result([row])]), []);
});
