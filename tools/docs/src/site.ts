#!/usr/bin/env node
import { join } from "node:path";
import { readArguments, runCommand } from "../../command-line/src/run-command.ts";
import { checkSite } from "./check-site.ts";
import { compile } from "./compile.ts";
import { checkExports } from "./exports.ts";
import { type Problem, formatProblem } from "./problem.ts";
import { readPrograms } from "./programs.ts";
import { checkQuotes, writeQuotes } from "./quotes.ts";
import { root } from "./sources.ts";
import { renderSite } from "./typedoc.ts";

const help = `pnpm docs:build [--write] [--check]

Builds the static site in docs/site.

  --write   copy the files of examples/ into the code blocks that show them, first
  --check   only say what is wrong with pages and docstrings; build nothing
  --help    this text`;

async function main(): Promise<number> {
  const { values } = readArguments({
    options: {
      write: { type: "boolean" },
      check: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(help);
    return 0;
  }
  if (values.write === true) writeQuotes();
  const found = report([...checkExports(), ...checkQuotes(), ...compile(readPrograms())]);
  if (found > 0 || values.check === true) return found;
  return (await renderSite()) ? report(checkSite(join(root, "docs/site"))) : 1;
}

/** Lists problems. Returns the exit code. */
function report(problems: readonly Problem[]): number {
  for (const problem of problems) console.error(formatProblem(problem));
  return problems.length === 0 ? 0 : 1;
}

await runCommand("pnpm docs:build", main);
