#!/usr/bin/env node
import { join } from "node:path";
import { UsageError, messageOf, readArguments, runCommand } from "../../../command-line/src/run-command.ts";
import { RehearsalError, rehearse } from "../rehearse/rehearse.ts";
import { judgeScope } from "../rescope/scope-name.ts";
import { uncommitted } from "../rescope/workspace.ts";

const help = `Rehearses releases on this machine: publishes the last commit to a registry on loopback, installs the packages in an
empty project, runs the README's example against the emulator, then does the same for two made-up versions of the API. After
each upgrade the project must compile exactly when the bump was not major. \`pnpm check\` must pass on the release commit, and on
that of the version that breaks no one.

Usage
  pnpm release:rehearse                            under the names that the packages have
  pnpm release:rehearse --scope @acme/signalr-     rename them first, as pnpm rescope does

Works in temporary folders and removes them. Nothing is published, and the repository is not touched. Takes some minutes.

Exit codes
  0 all went well   1 a step failed   2 wrong usage   130 interrupted
`;

const started = performance.now();

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Set while the line of a step waits for its time. */
let isLineOpen = false;

async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const from = performance.now();
  process.stdout.write(`${title} … `);
  isLineOpen = true;
  const result = await work();
  console.log(`${isLineOpen ? "" : "  "}${seconds(from)}`);
  isLineOpen = false;
  return result;
}

function note(text: string): void {
  if (isLineOpen) process.stdout.write("\n");
  isLineOpen = false;
  console.log(`  ${text}`);
}

async function main(signal: AbortSignal): Promise<number> {
  const { values } = readArguments({
    options: { scope: { type: "string" }, help: { type: "boolean", short: "h", default: false } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const problem = values.scope === undefined ? undefined : judgeScope(values.scope);
  if (problem !== undefined) throw new UsageError(problem);
  const root = join(import.meta.dirname, "../../../..");
  const dirty = uncommitted(root).length;
  if (dirty > 0) console.log(`${dirty} files differ from the last commit and are not part of this`);
  await rehearse({ root, scope: values.scope, signal, step, note });
  console.log(`\nRehearsed in ${seconds(started)}; nothing is left behind`);
  return 0;
}

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => interrupted.abort(new Error("interrupted")));
await runCommand(
  "pnpm release:rehearse",
  () => main(interrupted.signal),
  (error) => {
    if (isLineOpen) process.stdout.write("\n");
    if (interrupted.signal.aborted)
      return "Interrupted; everything that ran is ended, and nothing is left behind";
    return error instanceof RehearsalError ? error.message : `error: ${messageOf(error)}`;
  },
);
if (interrupted.signal.aborted) process.exitCode = 130;
