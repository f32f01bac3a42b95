/**
 * Prints how many bytes of heap a call takes, by subject and round, as JSON. Runs in a process of its own with a young
 * generation that is large enough for a round, since a collection in between would hide what was allocated.
 */
import { callSubjects } from "./call-subjects.ts";
import { collectGarbage } from "./gc.ts";

const rounds = 7;
const callsInRound = 500;

const subjects = Object.entries(await callSubjects());
const results: Record<string, number[]> = {};
for (const [, run] of subjects) await run(20_000);
for (let round = 0; round < rounds; round++) {
  for (const [name, run] of subjects) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    await run(callsInRound);
    const bytes = (process.memoryUsage().heapUsed - before) / callsInRound;
    (results[name] ??= []).push(bytes / 1024);
  }
}
console.log(JSON.stringify(results));
