import { parseArgs } from "node:util";
import { readOpenApi } from "../document.ts";
import { judgesOfBuiltPackages } from "../mutate/judges.ts";
import type { PackageName } from "../mutate/mutant.ts";
import { type Outcome, type Trial, TrialRun, sampleTrials, trialsOf } from "../mutate/run.ts";
import { specFile } from "../spec-file.ts";

const packageNames: readonly string[] = ["types", "fetch-client", "auth", "emulator"];
const help = `Breaks one thing at a time in the document, the generated code or the emulator's responses and expects the judges of the packages to object.

  pnpm --filter @x/contract-kit mutate [--only types|fetch-client|auth|emulator] [--sample N] [--threshold PERCENT]

Exits with 1 when fewer than PERCENT (98) of the mutants are killed, and with 2 when it cannot run.`;

try {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      sample: { type: "string" },
      threshold: { type: "string", default: "98" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) console.log(help);
  else
    process.exitCode = await mutate(values.only, Number(values.sample ?? Infinity), Number(values.threshold));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

async function mutate(only: string | undefined, sample: number, threshold: number): Promise<number> {
  if (only !== undefined && !packageNames.includes(only)) {
    throw new Error(`--only ${only} is not a package: expected ${packageNames.join(", ")}`);
  }
  if (Number.isNaN(sample) || sample < 1) throw new Error("--sample must be a number of mutants");
  const document = readOpenApi(specFile);
  const { judges, code } = await judgesOfBuiltPackages();
  const trials = sampleTrials(trialsOf(document, only as PackageName | undefined, code), sample);

  const run = new TrialRun(document, judges);
  const outcomes: Outcome[] = [];
  const started = performance.now();
  const work = async (queue: Iterator<Trial>): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      outcomes.push(await run.run(next.value));
      if (outcomes.length % 50 === 0 || outcomes.length === trials.length)
        report(outcomes, trials.length, started);
    }
  };
  for (const queues of stages(trials)) await Promise.all(queues.map(work));

  const survivors = outcomes.filter(({ killed }) => !killed);
  for (const { packageName, mutant } of survivors)
    console.log(`survived  ${packageName}  ${mutant.kind}  ${mutant.name}`);
  for (const name of packageNames) {
    const own = outcomes.filter(({ packageName }) => packageName === name);
    if (own.length > 0)
      console.log(`${name}: ${own.filter(({ killed }) => killed).length} of ${own.length} killed`);
  }
  const share = (100 * (outcomes.length - survivors.length)) / Math.max(1, outcomes.length);
  console.log(
    `${outcomes.length - survivors.length} of ${outcomes.length} mutants killed, ${share.toFixed(1)} %`,
  );
  return share >= threshold ? 0 : 1;
}

/**
 * The trials in two stages. Emulator trials mostly wait, so four run side by side; the compiler of the types trials holds the
 * process for seconds, in which a server's idle connections would time out, so those come afterwards.
 */
function stages(trials: readonly Trial[]): Iterator<Trial>[][] {
  const of = (test: (name: PackageName) => boolean) =>
    trials.filter(({ packageName }) => test(packageName)).values();
  const emulators = of((name) => name === "emulator");
  const clients = of((name) => name === "fetch-client" || name === "auth");
  return [[clients, emulators, emulators, emulators, emulators], [of((name) => name === "types")]];
}

function report(outcomes: readonly Outcome[], total: number, started: number): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const survived = outcomes.filter(({ killed }) => !killed).length;
  console.error(`${outcomes.length}/${total}  ${survived} survived  ${seconds} s`);
}
