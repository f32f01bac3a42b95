#!/usr/bin/env node
import { join } from "node:path";
import { parseArgs } from "node:util";
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
  const { values } = parseArgs({
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
  const problems: Problem[] = [...checkExports(), ...checkQuotes(), ...compile(readPrograms())];
  for (const problem of problems) console.error(formatProblem(problem));
  if (problems.length > 0) return 1;
  if (values.check === true) return 0;
  if (!(await renderSite())) return 1;
  const dead = checkSite(join(root, "docs/site"));
  for (const problem of dead) console.error(formatProblem(problem));
  return dead.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
