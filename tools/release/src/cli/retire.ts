#!/usr/bin/env node
import { join } from "node:path";
import { UsageError, messageOf, readArguments, runCommand } from "../../../command-line/src/run-command.ts";
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
  const { values, positionals } = readArguments({
    options: {
      root: { type: "string", default: join(import.meta.dirname, "../../../..") },
      help: { type: "boolean", short: "h", default: false },
    },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [version, ...rest] = positionals;
  if (version === undefined || rest.length > 0)
    throw new UsageError("Expected one version, such as pnpm retire 2024-12-01");
  const { writes, left } = await retire(values.root, version);
  const deleted = writes.filter(({ text }) => text === undefined).length;
  console.log(`Retired ${version}: ${deleted} files deleted, ${writes.length - deleted} written`);
  for (const place of left) console.log(`Look whether ${place} still leads somewhere`);
  console.log("Next: review the diff, run pnpm check and pnpm test, commit");
  return 0;
}

await runCommand(
  "pnpm retire",
  main,
  (error) => `${error instanceof BumpError ? "" : "error: "}${messageOf(error)}\n\nNothing was changed`,
);
