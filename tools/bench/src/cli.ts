#!/usr/bin/env node
import { parseArgs } from "node:util";
import { installOwnTools, packagingFolder } from "../../packaging/src/own-tools.ts";
import { benchFolder, installCandidates } from "./candidates.ts";
import { groups } from "./groups.ts";
import { saveResult } from "./results.ts";
import type { Row } from "./row.ts";
import { formatTable } from "./table.ts";

const help = `Measures the packed packages and their peers.

Usage
  pnpm bench [group…] [--json] [--save]
  pnpm bench gates | compare | report | test      each explains itself with --help

Groups (all by default)
${groups.map(({ name, measures }) => `  ${name.padEnd(11)}${measures}\n`).join("")}
Options
  --json       the rows as JSON
  --save       keep the rows in tools/bench/results/<group>.json; then pnpm bench report, pnpm bench compare
  -h, --help   this text

CPU is the process's own, rounds are interleaved and medians of per-round ratios are shown with their quartiles. Rows
marked "exact" are counts that come out the same everywhere. All groups take about ten minutes on two cores.

Exit codes
  0 measured, whether goals are reached or not   1 a measurement failed   2 wrong usage   130 stopped by Ctrl-C
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      save: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  for (const name of positionals) {
    if (!groups.some((group) => group.name === name)) {
      console.error(`There is no group ${name}: expected ${groups.map((group) => group.name).join(", ")}`);
      return 2;
    }
  }
  for (const folder of [benchFolder, packagingFolder]) await installOwnTools(folder);
  await installCandidates();
  const rows: Row[] = [];
  const wanted = groups.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  for (const [index, { name, measures, load }] of wanted.entries()) {
    const started = performance.now();
    // To stderr, so that a pipe gets only the tables.
    console.error(`[${index + 1}/${wanted.length}] ${name}: ${measures} …`);
    const { measure } = await load();
    const own = await measure();
    rows.push(...own);
    if (values.save) saveResult(name, own);
    if (!values.json) console.log(formatTable(own));
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`[${index + 1}/${wanted.length}] ${name} took ${seconds} s${values.save ? ", kept" : ""}`);
  }
  if (values.json) console.log(JSON.stringify(rows, undefined, 2));
  else if (values.save) console.log("Now pnpm bench report writes docs/performance.md");
  return 0;
}

/** Ctrl-C reaches the processes that are measured as well; this one only has to leave without a stack trace. */
function stop(): never {
  console.error("Stopped; of the group under way nothing is kept");
  process.exit(130);
}

process.once("SIGINT", stop);
process.once("SIGTERM", stop);
try {
  process.exitCode = await main();
} catch (error) {
  // A process that was waited for has got the signal first.
  if (error instanceof Error && "signal" in error && error.signal === "SIGINT") stop();
  const isUsage =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  console.error(isUsage ? `${error.message}\n\nSee pnpm bench --help` : error);
  process.exitCode = isUsage ? 2 : 1;
}
