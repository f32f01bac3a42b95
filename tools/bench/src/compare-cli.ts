#!/usr/bin/env node
import { parseArgs } from "node:util";
import { type Change, compareResults } from "./compare.ts";
import { readResults, readResultsOf } from "./results.ts";
import { formatNumber } from "./table.ts";

const help = `Compares the kept results with those of a commit.

Usage
  pnpm bench [group…] --save
  pnpm bench compare BASE [--json]

BASE is a branch, a tag or a hash. A row is better or worse when the quartiles of the two measurements do not overlap, or
when an exact count differs. Times are compared on the same machine only, as they are and scaled to the baseline of their
run; ratios and counts everywhere.

Exit codes
  0 nothing is worse   1 a row is worse, or BASE cannot be read   2 wrong usage
`;

function main(): number {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [base, ...more] = positionals;
  if (values.help || base === undefined || more.length > 0) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const changes = compareResults(readResultsOf(base), readResults());
  if (values.json) console.log(JSON.stringify(changes, undefined, 2));
  else console.log(formatChanges(changes));
  return changes.some(({ verdict }) => verdict === "worse") ? 1 : 0;
}

function formatChanges(changes: readonly Change[]): string {
  const lines = changes
    .filter(({ verdict }) => verdict !== "same")
    .map(({ verdict, group, title, unit, before, after }) => {
      const values = [before, after].map((value) => (value === undefined ? "–" : formatNumber(value)));
      const percent = before && after !== undefined ? ` (${signed((after / before - 1) * 100)} %)` : "";
      return `${verdict.padEnd(12)}  ${group}: ${title}  ${values.join(" → ")} ${unit}${percent}`;
    });
  const same = changes.length - lines.length;
  return [...lines, `${same} of ${changes.length} rows are the same within their spread`].join("\n");
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(1)}`;
}

try {
  process.exitCode = main();
} catch (error) {
  const isUsage =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = isUsage ? 2 : 1;
}
