#!/usr/bin/env node
import { parseArgs } from "node:util";
import { installCandidates, installPeers } from "./candidates.ts";
import type { Row } from "./row.ts";
import { formatTable } from "./table.ts";

/** Loaded one at a time: they import peers, which are installed by then. */
const groups: Readonly<Record<string, () => Promise<{ measure: () => Promise<Row[]> }>>> = {
  size: () => import("./groups/size.ts"),
  types: () => import("./groups/types.ts"),
  calls: () => import("./groups/calls.ts"),
  mint: () => import("./groups/mint.ts"),
  generate: () => import("./groups/generate.ts"),
};

const help = `Measures the packed packages beside their peers.

Usage
  pnpm bench [group…] [--json]

Groups (all by default)
  size       bytes that a bundler ships for the client, alone and with each way to sign
  types      what 26 calls cost the TypeScript compiler, and how many broken calls it rejects
  calls      CPU and memory of a call with a mocked fetch
  mint       CPU of signing a token, and of taking one from the cache
  generate   CPU of a whole generation

Options
  --json       the rows as JSON
  -h, --help   this text

CPU is the process's own, rounds are interleaved and medians of per-round ratios are shown with their quartiles. Rows
marked "exact" are counts that come out the same everywhere.

Exit codes
  0 measured, whether goals are reached or not   1 a measurement failed   2 wrong usage
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  for (const name of positionals) {
    if (!Object.hasOwn(groups, name)) {
      console.error(`There is no group ${name}; expected ${Object.keys(groups).join(", ")}`);
      return 2;
    }
  }
  installPeers();
  installCandidates();
  const rows: Row[] = [];
  for (const [name, load] of Object.entries(groups)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const { measure } = await load();
    const own = await measure();
    rows.push(...own);
    if (!values.json) console.log(formatTable(own));
  }
  if (values.json) console.log(JSON.stringify(rows, undefined, 2));
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  console.error(isUsage ? `${error.message}\n\nSee pnpm bench --help` : error);
  process.exitCode = isUsage ? 2 : 1;
}
