#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError, readArguments, runCommand } from "../../command-line/src/run-command.ts";
import { installOwnTools, packagingFolder } from "../../packaging/src/own-tools.ts";
import { compareResults, formatChanges } from "./compare.ts";
import { format } from "./format.ts";
import { type Gate, judgeGates, updateGates } from "./gates.ts";
import { groups, measureGroup } from "./groups.ts";
import { benchFolder, linkPackages, root } from "./packages.ts";
import { rowTable, withResults } from "./report.ts";
import { readResults, readResultsOf, saveResult } from "./results.ts";
import type { Row } from "./row.ts";

const help = `Measures the packages and their peers.

Usage
  pnpm bench [group…] [--json] [--save]
  pnpm bench compare BASE [--json]         the kept results with those of a branch, a tag or a hash
  pnpm bench report [--check]              write the kept results into docs/performance.md
  pnpm bench gates [--write [--loosen]]    measure what is exact and cheap, and hold it to gates.json
  pnpm bench test                          compile and test the bench

Groups (all by default; about ten minutes on two cores)
${Object.entries(groups)
  .map(([name, measures]) => `  ${name.padEnd(11)}${measures}\n`)
  .join("")}
Options
  --json       rows or changes as JSON
  --save       keep the rows in tools/bench/results/<group>.json
  --check      write nothing; fail if the page is not what the results give
  --write      keep better values as the new gates, add new rows, drop those that nothing measures
  --loosen     with --write: also accept values that are worse
  -h, --help   this text

CPU is the process's own, rounds alternate and medians of per-round ratios are shown with their quartiles. Rows marked "exact" are
counts that come out the same everywhere; one fails its gate when it is more than 2 % worse than its best value so far. compare
calls a row better or worse when the quartiles of the two measurements do not overlap, or when an exact count differs. It compares
times on the same machine only, as they are and scaled to the baseline of their run; ratios and counts everywhere.

Exit codes
  0 done, whether goals are reached or not   1 a measurement failed, a row is worse or the page differs   2 wrong usage
`;

const options = {
  json: { type: "boolean" },
  save: { type: "boolean" },
  check: { type: "boolean" },
  write: { type: "boolean" },
  loosen: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** The options of each command; anything else is the name of a group. */
const commands: Readonly<Record<string, readonly string[]>> = {
  compare: ["json"],
  report: ["check"],
  gates: ["write", "loosen"],
  test: [],
};

async function main(): Promise<number> {
  const { values, positionals } = readArguments({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [first = "", ...rest] = positionals;
  const command = first in commands ? first : "measure";
  const unknown = Object.keys(values).find((name) => !(commands[command] ?? ["json", "save"]).includes(name));
  if (unknown !== undefined) throw new UsageError(`--${unknown} is not an option of ${command}`);
  switch (command) {
    case "compare":
      return compare(rest, values.json);
    case "report":
      return report(values.check);
    case "gates":
      return gates(values.write, values.loosen);
    case "test":
      return test();
    default:
      return measure(positionals, values);
  }
}

async function measure(names: readonly string[], { json, save }: { json?: boolean; save?: boolean }) {
  const unknown = names.find((name) => !(name in groups));
  if (unknown !== undefined)
    throw new UsageError(`There is no group ${unknown}: expected ${Object.keys(groups).join(", ")}`);
  for (const folder of [benchFolder, packagingFolder]) await installOwnTools(folder);
  await linkPackages();
  const rows: Row[] = [];
  for (const name of Object.keys(groups).filter((group) => names.length === 0 || names.includes(group))) {
    // To stderr, so that a pipe gets only the tables.
    console.error(`${name}: ${groups[name]} …`);
    const own = await measureGroup(name);
    rows.push(...own);
    if (save) saveResult(name, own);
    if (!json) console.log(format("table.md", `## ${name}\n\n${rowTable(own)}`));
  }
  if (json) console.log(JSON.stringify(rows, undefined, 2));
  return 0;
}

function compare([base, ...more]: readonly string[], json = false): number {
  if (base === undefined || more.length > 0) throw new UsageError("compare needs one branch, tag or hash");
  const changes = compareResults(readResultsOf(base), readResults());
  console.log(json ? JSON.stringify(changes, undefined, 2) : formatChanges(changes));
  return changes.some(({ verdict }) => verdict === "worse") ? 1 : 0;
}

function report(check = false): number {
  const page = join(root, "docs/performance.md");
  const before = readFileSync(page, "utf8");
  const after = format("docs/performance.md", withResults(before, readResults()));
  if (!check) writeFileSync(page, after);
  else if (before !== after) {
    console.error("docs/performance.md is not what tools/bench/results gives");
    return 1;
  }
  return 0;
}

async function gates(write = false, loosen = false): Promise<number> {
  if (loosen && !write) throw new UsageError("--loosen goes with --write");
  // What bundles and compiles is found there.
  await installOwnTools(packagingFolder);
  await linkPackages();
  const { measureOwnSizes, measureOwnTypes } = await import("./own-rows.ts");
  const file = join(benchFolder, "gates.json");
  const judgements = judgeGates(JSON.parse(readFileSync(file, "utf8")) as Gate[], [
    ...(await measureOwnSizes()),
    ...(await measureOwnTypes()),
  ]);
  const marks = { held: "✓", improved: "Note: better:", broken: "✗", new: "✗", gone: "✗" } as const;
  for (const { verdict, text } of judgements) console.log(`${marks[verdict]} ${text}`);
  if (write) {
    const next = JSON.stringify(updateGates(judgements, loosen), undefined, 2);
    writeFileSync(file, format("tools/bench/gates.json", next));
  }
  const fails = (verdict: keyof typeof marks): boolean =>
    verdict === "broken" ? !loosen : !write && (verdict === "new" || verdict === "gone");
  if (!judgements.some(({ verdict }) => fails(verdict))) return 0;
  console.error(
    `pnpm bench gates --write ${write ? "--loosen accepts worse values" : "keeps better and new ones"}`,
  );
  return 1;
}

/** Installs what the sources import, then compiles and tests them. */
async function test(): Promise<number> {
  for (const folder of [benchFolder, packagingFolder]) await installOwnTools(folder);
  for (const args of [
    [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"],
    ["--test", "test/**/*.test.ts"],
  ]) {
    const { status } = spawnSync(process.execPath, args, { cwd: benchFolder, stdio: "inherit" });
    if (status !== 0) return 1;
  }
  return 0;
}

await runCommand("pnpm bench", main);
