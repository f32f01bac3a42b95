/** Prints the CPU time of a completion, by subject and round, as JSON. */
import { completionSubjects } from "./completion-subjects.ts";
import { measureRounds } from "./rounds.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Usage: completion-cpu.ts FOLDER");
console.log(
  JSON.stringify(await measureRounds(completionSubjects(folder), { rounds: 9, count: 10, warmUp: 20 })),
);
