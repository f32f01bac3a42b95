import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeGates, updateGates } from "../src/gates.ts";
import type { Row } from "../src/row.ts";

const row = (what: string, reached: number, more: Partial<Row> = {}): Row => ({
  group: "size",
  what,
  unit: "B",
  peers: [],
  reached,
  exact: true,
  ...more,
});
const gate = (what: string, reached: number) => ({ group: "size", what, unit: "B", reached });
const verdicts = (gates: Parameters<typeof judgeGates>[0], rows: readonly Row[]) =>
  judgeGates(gates, rows).map(({ verdict }) => verdict);

test("judgeGates() lets a row grow by 2 % and no more", () => {
  assert.deepEqual(verdicts([gate("a", 1000)], [row("a", 1000)]), ["held"]);
  assert.deepEqual(verdicts([gate("a", 1000)], [row("a", 1020)]), ["held"]);
  assert.deepEqual(verdicts([gate("a", 1000)], [row("a", 1021)]), ["broken"]);
});

test("judgeGates() lets nothing grow from 0, and a small count not at all", () => {
  assert.deepEqual(verdicts([gate("a", 0)], [row("a", 1)]), ["broken"]);
  assert.deepEqual(verdicts([gate("a", 6)], [row("a", 7)]), ["broken"]);
});

test("judgeGates() lets what holds every operation and argument grow with them, and nothing else", () => {
  const older = { ...gate("a", 1000), entries: 26 };
  const judge = (reached: number, more: Partial<Row>) => verdicts([older], [row("a", reached, more)]);
  assert.deepEqual(judge(1040, { entries: 27 }), ["held"]);
  assert.deepEqual(judge(1041, { entries: 27 }), ["broken"]);
  assert.deepEqual(judge(1021, { entries: 26 }), ["broken"]);
  assert.deepEqual(judge(1021, { entries: 25 }), ["broken"]);
  assert.deepEqual(judge(1021, {}), ["broken"]);
  assert.deepEqual(verdicts([gate("a", 1000)], [row("a", 1021, { entries: 27 })]), ["broken"]);
});

test("updateGates() remembers how many operations and arguments a gate is for", () => {
  const older = { ...gate("a", 1000), entries: 26 };
  const update = (reached: number) =>
    updateGates(judgeGates([older], [row("a", reached, { entries: 27 })]), false);
  assert.deepEqual(update(1035), [older]);
  assert.deepEqual(update(900), [{ ...gate("a", 900), entries: 27 }]);
});

test("judgeGates() turns round where more is better", () => {
  const goal = { goal: { atLeast: 26 } };
  assert.deepEqual(verdicts([gate("a", 26)], [row("a", 25, goal)]), ["broken"]);
  assert.deepEqual(verdicts([gate("a", 25)], [row("a", 26, goal)]), ["improved"]);
});

test("judgeGates() names rows without a gate and gates without a row", () => {
  const judged = judgeGates([gate("old", 1)], [row("new", 2)]);
  assert.deepEqual(
    judged.map((judgement) => [judgement.verdict, judgement.gate?.what, judgement.next?.what]),
    [
      ["new", undefined, "new"],
      ["gone", "old", undefined],
    ],
  );
});

test("updateGates() keeps the best value ever reached, so that small steps do not add up", () => {
  const judged = judgeGates([gate("a", 1000), gate("b", 1000)], [row("a", 1019), row("b", 900)]);
  assert.deepEqual(updateGates(judged, false), [gate("a", 1000), gate("b", 900)]);
});

test("updateGates() accepts a worse value only when it is asked to", () => {
  const judged = judgeGates([gate("a", 1000)], [row("a", 2000)]);
  assert.deepEqual(updateGates(judged, false), [gate("a", 1000)]);
  assert.deepEqual(updateGates(judged, true), [gate("a", 2000)]);
});

test("updateGates() adds new rows and drops gates that nothing measures", () => {
  const judged = judgeGates([gate("old", 1)], [row("new", 2)]);
  assert.deepEqual(updateGates(judged, false), [gate("new", 2)]);
});

test("judgeGates() shows value, gate, limit and goal", () => {
  const [judged] = judgeGates([gate("a", 1000)], [row("a", 1030, { goal: { atMost: 500 } })]);
  assert.equal(judged?.text, "size: a is 1,030 B; gate 1,000, at most 1,020 passes, goal ≤\u00A0500");
});
