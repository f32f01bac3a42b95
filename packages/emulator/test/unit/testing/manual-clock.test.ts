import { describe, expect, test } from "vitest";
import { ManualClock } from "../../../src/index.js";

describe("ManualClock", () => {
  test("stands still until it is moved", () => {
    const clock = new ManualClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  test("calls back what is due, each at its own time and in order, also what is scheduled on the way", () => {
    const clock = new ManualClock(0);
    const called: [string, number][] = [];
    clock.schedule(() => called.push(["late", clock.now()]), 300);
    clock.schedule(() => {
      called.push(["early", clock.now()]);
      clock.schedule(() => called.push(["between", clock.now()]), 100);
    }, 100);
    clock.schedule(() => called.push(["never", clock.now()]), 301);
    clock.advance(300);
    expect(called).toEqual([
      ["early", 100],
      ["between", 200],
      ["late", 300],
    ]);
  });

  test("does not call back what was cancelled", () => {
    const clock = new ManualClock(0);
    let called = false;
    const cancel = clock.schedule(() => (called = true), 1);
    cancel();
    clock.advance(10);
    expect(called).toBe(false);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses to advance by %s", (duration) => {
    expect(() => new ManualClock().advance(duration)).toThrow(RangeError);
  });
});
