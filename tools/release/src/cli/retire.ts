#!/usr/bin/env node
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BumpError } from "../bump/bump-error.ts";
import { retire } from "../bump/retire.ts";

const help = `Takes an older API version out of the packages: document, vectors, generated code, subpaths, and a changeset (major).

Usage
  pnpm retire 2024-12-01

docs/versioning.md says when a version may go. All of it is written, or nothing.

Exit codes
  0 done   1 refused or failed, and nothing is changed   2 wrong usage
`;

async function main(): Promise<number> {
  let values, positionals;
  try {
    ({ values, positionals } = parseArgs({
      args: process.argv.slice(2).filter((argument) => argument !== "--"),
      options: {
        root: { type: "string", default: join(import.meta.dirname, "../../../..") },
        help: { type: "boolean", short: "h", default: false },
      },
      allowPositionals: true,
    }));
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [version, ...rest] = positionals;
  if (version === undefined || rest.length > 0)
    return misused("Expected one version, such as pnpm retire 2024-12-01");
  try {
    const { writes, left } = await retire(values.root, version);
    const deleted = writes.filter(({ text }) => text === undefined).length;
    console.log(`Retired ${version}: ${deleted} files deleted, ${writes.length - deleted} written`);
    for (const place of left) console.log(`Look whether ${place} still leads somewhere`);
    console.log("Next: review the diff, run pnpm check and pnpm test, commit");
    return 0;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    console.error(`${error instanceof BumpError ? "" : "error: "}${text}\n\nNothing was changed`);
    return 1;
  }
}

function misused(message: string): number {
  console.error(`${message}\n\nSee pnpm retire --help`);
  return 2;
}

process.exitCode = await main();
