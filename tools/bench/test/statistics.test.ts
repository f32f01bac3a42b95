import assert from "node:assert/strict";
import { test } from "node:test";
import { median, quantile, ratios, rowOf } from "../src/statistics.ts";

test("median() is the middle value, whatever the order", () => {
  assert.equal(median([9, 1, 5]), 5);
});

test("median() of an even number of values lies between the two middle ones", () => {
  assert.equal(median([4, 1, 2, 3]), 2.5);
});

test("median() orders numbers as numbers", () => {
  assert.equal(median([10, 9, 100]), 10);
});

test("median() leaves the values in their order", () => {
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2]);
});

test("median() refuses an empty list", () => {
  assert.throws(() => median([]), /No value was measured/);
});

test("quantile() interpolates between neighbors", () => {
  assert.equal(quantile([0, 10], 0.25), 2.5);
  assert.equal(quantile([1, 2, 3], 0), 1);
  assert.equal(quantile([1, 2, 3], 1), 3);
});

test("ratios() compares each round with the baseline of the same round", () => {
  assert.deepEqual(ratios([2, 30], [1, 10]), [2, 3]);
});

test("ratios() refuses a baseline of nothing", () => {
  assert.throws(() => ratios([1, 1], [1, 0]), /The baseline of round 2 is 0/);
});

test("rowOf() gives median and quartiles of ratios where the unit asks for them, of values otherwise", () => {
  const results = { ours: [2, 4, 6, 8, 10], bare: [1, 2, 2, 2, 2], peer: [3, 6, 6, 6, 6] };
  const comparison = { group: "g", what: "w", subject: "ours", baseline: "bare", peers: ["peer"] } as const;
  const ratio = rowOf(results, { ...comparison, unit: "× CPU" });
  assert.deepEqual([ratio.reached, ratio.spread], [3, [2, 4]]);
  assert.deepEqual([ratio.baseline, ratio.peers], [{ name: "bare", value: 1 }, [{ name: "peer", value: 3 }]]);
  const time = rowOf(results, { ...comparison, unit: "µs" });
  assert.deepEqual([time.reached, time.spread], [6, [4, 8]]);
  assert.deepEqual(time.peers, [{ name: "peer", value: 6 }]);
});
