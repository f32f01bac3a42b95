#!/usr/bin/env node
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./candidates.ts";
import { format } from "./format.ts";
import { renderReport } from "./report/page.ts";
import { readResults } from "./results.ts";

const help = `Renders docs/performance.md and its charts from tools/bench/results.

Usage
  pnpm bench:report [--check]

Options
  --check      write nothing; fail when the page or a chart is not what the results give
  -h, --help   this text

Exit codes
  0 done, or nothing differs   1 something differs   2 wrong usage
`;

const docs = join(root, "docs");
const chartFolder = "performance";

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
  const files = renderReport(results).map(({ path, text }) => ({
    path,
    text: path.endsWith(".md") ? format(`docs/${path}`, text) : text,
  }));
  const expected = new Set(files.map(({ path }) => path));
  const orphans = listCharts().filter((path) => !expected.has(path));
  if (values.check) {
    const stale = files.filter(({ path, text }) => read(path) !== text).map(({ path }) => path);
    for (const path of stale) console.error(`docs/${path} is not what tools/bench/results gives`);
    for (const path of orphans) console.error(`docs/${path} belongs to no row`);
    return stale.length + orphans.length === 0 ? 0 : 1;
  }
  for (const path of orphans) rmSync(join(docs, path));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(docs, path)), { recursive: true });
    writeFileSync(join(docs, path), text);
  }
  console.log(`docs/performance.md and ${files.length - 1} charts`);
  return 0;
}

function read(path: string): string | undefined {
  return existsSync(join(docs, path)) ? readFileSync(join(docs, path), "utf8") : undefined;
}

function listCharts(): string[] {
  const folder = join(docs, chartFolder);
  return existsSync(folder) ? readdirSync(folder).map((name) => `${chartFolder}/${name}`) : [];
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
