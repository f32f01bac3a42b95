import assert from "node:assert/strict";
import { test } from "node:test";
import { type Row, isReached } from "../src/row.ts";
import { formatNumber, rowTable } from "../src/report.ts";

const row: Row = { group: "size", what: "a send", unit: "B", peers: [], reached: 10, exact: true };

test("isReached() takes a goal as an upper or a lower bound, the bound included", () => {
  assert.equal(isReached({ ...row, goal: { atMost: 10 } }), true);
  assert.equal(isReached({ ...row, goal: { atMost: 9 } }), false);
  assert.equal(isReached({ ...row, goal: { atLeast: 10 } }), true);
  assert.equal(isReached({ ...row, goal: { atLeast: 11 } }), false);
});

test("isReached() has no opinion without a goal", () => {
  assert.equal(isReached(row), undefined);
});

test("rowTable() shows a missed goal, and marks exact rows instead of a spread", () => {
  const table = rowTable([
    { ...row, goal: { atMost: 9 } },
    { ...row, what: "a call", exact: false, spread: [1.234, 2], peers: [{ name: "peer", value: 1500 }] },
  ]);
  assert.match(table, /\| a send \| +\| +\| ≤\u00A09 \| ✗ \*\*10\*\* B \| exact \|/);
  assert.match(table, /\| a call \| +\| peer 1,500 \| +\| \*\*10\*\* B \| 1\.23–2 \|/);
});

test("formatNumber() keeps whole numbers and three digits of others", () => {
  assert.equal(formatNumber(11082), "11,082");
  assert.equal(formatNumber(0.12345), "0.123");
  assert.equal(formatNumber(12.345), "12.3");
  assert.equal(formatNumber(1234.5), "1,235");
});
