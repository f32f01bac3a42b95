import assert from "node:assert/strict";
import { test } from "node:test";
import { measureRounds } from "../src/rounds.ts";

test("measureRounds() alternates subjects, forwards and backwards, after one round to warm up", async () => {
  const order: string[] = [];
  const results = await measureRounds(
    { a: () => void order.push("a"), b: () => void order.push("b") },
    { rounds: 2, count: 1 },
  );
  assert.equal(order.join(""), "abbaab");
  assert.equal(results.a.length, 2);
  assert.equal(results.b.length, 2);
});

test("measureRounds() gives the CPU time of one operation, not of a round", async (context) => {
  // A clock that work moves, so that nothing else on the machine does.
  let used = 0;
  context.mock.method(process, "cpuUsage", (since?: NodeJS.CpuUsage) => ({
    user: used - (since?.user ?? 0),
    system: used - (since?.system ?? 0),
  }));
  const work = (count: number) => void (used += 30 * count);
  assert.deepEqual(await measureRounds({ work }, { rounds: 2, count: 100 }), { work: [60, 60] });
});

test("measureRounds() waits for what a subject promises", async () => {
  const events: string[] = [];
  await measureRounds(
    {
      slow: async () => {
        events.push("start");
        await Promise.resolve();
        events.push("end");
      },
    },
    { rounds: 1, count: 1 },
  );
  assert.deepEqual(events, ["start", "end", "start", "end"]);
});

test("measureRounds() warms up with as many operations as it is told and measures `count`", async () => {
  const counts: number[] = [];
  await measureRounds({ a: (count) => void counts.push(count) }, { rounds: 2, count: 3, warmUp: 7 });
  assert.deepEqual(counts, [7, 3, 3]);
});
