#!/usr/bin/env node
import { availableParallelism } from "node:os";
import { UsageError, messageOf, readArguments, runCommand } from "../../command-line/src/run-command.ts";
import { makeTemporaryFolder } from "../../packaging/src/temporary-folder.ts";
import { type Example, examples } from "./examples.ts";
import { runExample } from "./run-example.ts";
import { prepareStage, updateLockfile } from "./stage.ts";

const usage = `Installs the packed packages in each example, or in those that are named, and runs its tests against the emulator.

Usage: pnpm test:examples [NAME…] [--keep] [--update-lockfile]

  --keep              leave the temporary folder, to try an example by hand
  --update-lockfile   only pin what the examples ask for in their package.json

Examples:
${examples.map(({ name, title }) => `  ${name.padEnd(18)} ${title}`).join("\n")}
`;

const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => interruption.abort(new Error(`Stopped by ${name}`)));
const { signal } = interruption;

const secondsSince = (start: number): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      keep: { type: "boolean" },
      "update-lockfile": { type: "boolean" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const unknown = positionals.find((name) => !examples.some((example) => example.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no example ${unknown}`);
  const stage = await makeTemporaryFolder("examples");
  try {
    if (values["update-lockfile"] === true) {
      await updateLockfile(stage.path, signal);
      return 0;
    }
    const wanted = examples.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    return await runExamples(wanted, stage.path);
  } finally {
    if (values.keep === true) console.log(`The examples are in ${stage.path}`);
    else await stage[Symbol.asyncDispose]();
  }
}

async function runExamples(wanted: readonly Example[], stage: string): Promise<number> {
  const start = performance.now();
  await prepareStage(stage, wanted, signal, (doing) =>
    console.log(`${secondsSince(start).padStart(7)}  ${doing}`),
  );
  console.log(`${secondsSince(start).padStart(7)}  Testing`);
  const waiting = [...wanted];
  let passed = 0;
  const work = async (): Promise<void> => {
    for (let example = waiting.shift(); example !== undefined; example = waiting.shift()) {
      if (await report(example, stage)) passed++;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(`${passed} of ${wanted.length} examples passed in ${secondsSince(start)}`);
  return passed === wanted.length ? 0 : 1;
}

/** Runs an example and prints its line. */
async function report(example: Example, stage: string): Promise<boolean> {
  const start = performance.now();
  const line = (mark: string) =>
    `${mark} ${example.name.padEnd(18)} ${example.title.padEnd(44)} ${secondsSince(start).padStart(7)}`;
  try {
    await runExample(example, stage, signal);
    console.log(line("✓"));
    return true;
  } catch (error) {
    signal.throwIfAborted();
    const reason = messageOf(error)
      .split("\n")
      // A browser that does not start shows all of its command line, several times.
      .map((text) => (text.length > 240 ? `${text.slice(0, 240)} …` : text))
      .join("\n    ");
    const again = `pnpm test:examples ${example.name} --keep`;
    console.log(`${line("✗")}\n    ${reason}\n    To run it by hand afterwards: ${again}`);
    return false;
  }
}

await runCommand("pnpm test:examples", main);
if (signal.aborted) process.exitCode = 130;
