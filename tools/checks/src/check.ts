#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { UsageError, readArguments, runCommand } from "../../command-line/src/run-command.ts";

const turbo = "node --env-file=turbo.env node_modules/turbo/bin/turbo";

/** All gates but the tests: the name, the command, and how to fix what it finds. */
const gates: readonly (readonly [name: string, command: string, fix: string])[] = [
  ["format", "oxfmt --check .", "pnpm format"],
  ["lint", "oxlint --deny-warnings", "fix what it names"],
  ["document", "pnpm --silent --filter @x/spec lint", "fix spec/<version>/openapi.yaml"],
  ["generated files", "pnpm --silent generate --check", "pnpm generate"],
  ["layering", "node tools/checks/src/layering.ts", "import only along the arrows of docs/architecture.md"],
  [
    "plain English",
    "node tools/checks/src/prose.ts",
    "write what it suggests; the list is in tools/checks/src/prose.ts",
  ],
  ["links", "node tools/checks/src/links.ts", "fix the link"],
  [
    "scope",
    "node tools/release/src/cli/rescope.ts --check",
    "the command above: a merge brought names of another scope",
  ],
  [
    "changesets",
    "node tools/release/src/cli/guard.ts",
    "the command above, then say in the changeset what its reader must know",
  ],
  [
    "types",
    `${turbo} run typecheck --continue=dependencies-successful --concurrency=100% --output-logs=errors-only --log-order=grouped`,
    "fix what it names",
  ],
  [
    "exact measurements",
    "node tools/bench/src/bench.ts gates",
    "win the bytes or instantiations back; where the price is meant, pnpm bench gates --write --loosen",
  ],
  ["measurements on the page", "node tools/bench/src/bench.ts report --check", "pnpm bench report"],
  ["documentation", "node tools/docs/src/site.ts --check", "describe the export, or fix the code block"],
  [
    "unused exports and dependencies",
    "node tools/packaging/src/gates.ts unused",
    "remove it, or tell knip in tools/packaging/knip.jsonc who uses it",
  ],
  ["workspace", "node tools/packaging/src/gates.ts workspace", "fix the package.json that it names"],
  [
    "packages as published",
    "node tools/packaging/src/gates.ts packages",
    "fix the package.json or the build of the package that it names",
  ],
];

const help = `Runs all gates but the tests, one after the other. Of a gate that passes only its notes are shown; every gate runs, so that
one run shows everything that needs fixing.

Usage
  pnpm check [--only NAME,…]

Gates
${gates.map(([name]) => `  ${name}\n`).join("")}`;

function main(): number {
  const { values } = readArguments({
    options: { only: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const wanted = values.only?.split(",");
  const unknown = wanted?.filter((name) => !gates.some(([known]) => known === name)) ?? [];
  if (unknown.length > 0) throw new UsageError(`There is no gate ${unknown.join(", ")}`);
  const chosen = gates.filter(([name]) => wanted?.includes(name) ?? true);
  const failed = chosen.filter((gate) => !passes(gate)).map(([name]) => name);
  console.log(failed.length === 0 ? `${chosen.length} gates passed` : `Failed: ${failed.join(", ")}`);
  return failed.length === 0 ? 0 : 1;
}

function passes([name, command, fix]: (typeof gates)[number]): boolean {
  const started = performance.now();
  const [program = "", ...args] = command.split(" ");
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: join(import.meta.dirname, "../../.."),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
  if (status === 0) for (const [note] of stdout.matchAll(/^Note: .*/gm)) console.log(`  ${note}`);
  else console.log(`${error?.message ?? ""}${stdout ?? ""}${stderr ?? ""}\n  To fix: ${fix}\n`);
  return status === 0;
}

await runCommand("pnpm check", main);
