#!/usr/bin/env node
import { join } from "node:path";
import { UsageError, readArguments, runCommand } from "../../../command-line/src/run-command.ts";
import { uncommitted } from "../rescope/workspace.ts";
import { ScratchClone } from "../trial/scratch-clone.ts";
import { shapes } from "../trial/shapes.ts";
import type { TrialResult } from "../trial/try-version.ts";
import { combinations, sample, tryVersions } from "../trial/try-versions.ts";

const help = `Bumps copies of the last commit to versions that are made up: what breaks no one must leave nothing to do, what breaks
callers must be called major and leave only what is listed, and a second bump on top must work.

Usage
  pnpm --filter @x/release bump:try                    every shape (${shapes.length}), then all of them in pairs
  pnpm --filter @x/release bump:try --sample 5         five shapes, as CI does
  pnpm --filter @x/release bump:try --shape "added"    the shapes whose name contains this

Options
  --seed N       where in the document the changes are made, and which shapes are sampled (default 1)
  --thorough     run the checks of the bump for each version, which takes a minute or more each. Without it, the table has the
                 decisions that are known before any check runs
  -h, --help     this text

Exit codes
  0 all went well   1 a trial failed   2 wrong usage   130 interrupted
`;

async function main(signal: AbortSignal): Promise<number> {
  const { values } = readArguments({
    options: {
      sample: { type: "string" },
      shape: { type: "string" },
      seed: { type: "string", default: "1" },
      thorough: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const seed = Number(values.seed);
  const chosen =
    values.shape !== undefined
      ? shapes.filter(({ name }) => name.includes(values.shape ?? "")).map((shape) => [shape])
      : values.sample === undefined
        ? combinations(seed)
        : sample(seed, Number(values.sample));
  if (chosen.length === 0) throw new UsageError(`No shape has "${values.shape}" in its name`);
  const root = join(import.meta.dirname, "../../../..");
  const dirty = uncommitted(root).length;
  if (dirty > 0) console.log(`Note: ${dirty} files differ from the last commit and are not part of this`);

  await using clone = await ScratchClone.create(root, signal);
  console.log("| shape | verdict | decisions left | seconds | went well |\n| --- | --- | --- | --- | --- |");
  const results = await tryVersions({
    clone,
    combinations: chosen,
    seed,
    thorough: values.thorough,
    signal,
    onResult: print,
  });
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  console.log(
    `\n${results.length} versions tried with seed ${seed}, ${failed === 0 ? "all as promised" : `${failed} not as promised`}`,
  );
  return failed === 0 ? 0 : 1;
}

function print({ title, places, verdict, decisions, seconds, problems }: TrialResult): void {
  const left = decisions.length === 0 ? "none" : decisions.join("; ").replaceAll("|", "\\|");
  console.log(
    `| ${title} | ${verdict} | ${left} | ${seconds.toFixed(0)} | ${problems.length === 0 ? "yes" : "no"} |`,
  );
  for (const problem of problems) console.error(`${title} at ${places.join(", ")}: ${problem}`);
}

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => interrupted.abort(new Error("Interrupted; nothing is left behind")));
await runCommand("pnpm --filter @x/release bump:try", () => main(interrupted.signal));
if (interrupted.signal.aborted) process.exitCode = 130;
