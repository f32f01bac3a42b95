#!/usr/bin/env node
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./candidates.ts";
import { format } from "./format.ts";
import { renderReport } from "./report/page.ts";
import { readResults } from "./results.ts";

const help = `Renders docs/performance.md from tools/bench/results.

Usage
  pnpm bench report [--check]

Options
  --check      write nothing; fail if the page is not what the results give
  -h, --help   this text

Exit codes
  0 done, or nothing differs   1 something differs   2 wrong usage
`;

const page = join(root, "docs/performance.md");

function main(): number {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    options: {
      check: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const results = readResults();
  if (results.length === 0) throw new Error("There are no results yet: run pnpm bench --save first");
  const text = format("docs/performance.md", renderReport(results));
  if (!values.check) {
    writeFileSync(page, text);
    console.log("docs/performance.md is written");
  } else if (readFileSync(page, "utf8") !== text) {
    console.error("docs/performance.md is not what tools/bench/results gives");
    return 1;
  }
  return 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
