import assert from "node:assert/strict";
import { test } from "node:test";
import { median, quantile, ratios, spreadOf } from "../src/statistics.ts";

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

test("spreadOf() gives the quartiles", () => {
  assert.deepEqual(spreadOf([1, 2, 3, 4, 5]), [2, 4]);
});

test("ratios() compares each round with the baseline of the same round", () => {
  assert.deepEqual(ratios([2, 30], [1, 10]), [2, 3]);
});

test("ratios() refuses another number of rounds and a baseline of nothing", () => {
  assert.throws(() => ratios([1], [1, 2]), /1 rounds cannot be compared with 2/);
  assert.throws(() => ratios([1, 1], [1, 0]), /The baseline of round 2 is 0/);
});
