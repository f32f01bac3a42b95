/**
 * Prints how many KiB of heap a call takes, by subject and round, as JSON. Runs in a process of its own with a young
 * generation that is large enough for a round, since a collection in between would hide what was allocated.
 */
import { callSubjects } from "./call-subjects.ts";
import { takeRounds } from "./rounds.ts";
import type { SenderName } from "./senders.ts";

const subjects = await callSubjects();
const results = await takeRounds(Object.keys(subjects) as SenderName[], 7, async (name, isWarmUp) => {
  const calls = isWarmUp ? 20_000 : 500;
  gc?.();
  const before = process.memoryUsage().heapUsed;
  await subjects[name](calls);
  return (process.memoryUsage().heapUsed - before) / calls / 1024;
});
console.log(JSON.stringify(results));
