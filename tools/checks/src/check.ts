#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

/**
 * All gates but the tests, one after the other. Of a gate that passes only its notes are shown; every gate runs, so that one
 * round shows everything that needs fixing.
 */
const gates: readonly { readonly name: string; readonly command: readonly string[]; readonly fix: string }[] =
  [
    { name: "format", command: ["oxfmt", "--check", "."], fix: "pnpm format" },
    { name: "lint", command: ["oxlint", "--deny-warnings"], fix: "fix what it names" },
    {
      name: "document",
      command: ["pnpm", "--silent", "--filter", "@x/spec", "lint"],
      fix: "fix spec/<version>/openapi.yaml",
    },
    { name: "generated files", command: ["pnpm", "--silent", "generate", "--check"], fix: "pnpm generate" },
    {
      name: "layering",
      command: ["node", "tools/checks/src/layering.ts"],
      fix: "import only along the arrows of docs/architecture.md",
    },
    {
      name: "plain English",
      command: ["node", "tools/checks/src/prose.ts"],
      fix: "write what it suggests; the list of phrasings is in tools/checks/src/prose.ts",
    },
    { name: "links", command: ["node", "tools/checks/src/links.ts"], fix: "fix the link" },
    {
      name: "scope",
      command: ["node", "tools/release/src/cli/rescope.ts", "--check"],
      fix: "the command above: a merge brought names of another scope",
    },
    {
      name: "changesets",
      command: ["node", "tools/release/src/cli/guard.ts"],
      fix: "the command above, then say in the changeset what its reader must know",
    },
    {
      name: "types",
      command: [
        "node",
        "--env-file=turbo.env",
        "node_modules/turbo/bin/turbo",
        "run",
        "typecheck",
        "--concurrency=100%",
        "--output-logs=errors-only",
        "--log-order=grouped",
      ],
      fix: "fix what it names",
    },
    {
      name: "exact measurements",
      command: ["node", "tools/bench/src/bench.ts", "gates"],
      fix: "win the bytes or instantiations back; where the price is meant, pnpm bench gates --write --loosen",
    },
    {
      name: "measurements on the page",
      command: ["node", "tools/bench/src/bench.ts", "report", "--check"],
      fix: "pnpm bench report",
    },
    {
      name: "documentation",
      command: ["node", "tools/docs/src/site.ts", "--check"],
      fix: "describe the export, or fix the code block",
    },
    {
      name: "unused files, exports and dependencies",
      command: ["node", "tools/packaging/src/gates.ts", "unused"],
      fix: "remove it, or tell knip in tools/packaging/knip.jsonc who uses it",
    },
    {
      name: "workspace",
      command: ["node", "tools/packaging/src/gates.ts", "workspace"],
      fix: "fix the package.json that it names",
    },
    {
      name: "packages as published",
      command: ["node", "tools/packaging/src/gates.ts", "packages"],
      fix: "fix the package.json or the build of the package that it names",
    },
  ];

const root = join(import.meta.dirname, "../../..");
const { values } = parseArgs({ options: { only: { type: "string" } } });
const wanted = values.only?.split(",");
const unknown = wanted?.filter((name) => !gates.some((gate) => gate.name === name)) ?? [];
if (unknown.length > 0)
  throw new TypeError(
    `--only names ${unknown.join(", ")}: expected ${gates.map(({ name }) => name).join(", ")}`,
  );
const chosen = gates.filter(({ name }) => wanted === undefined || wanted.includes(name));
const failed: string[] = [];
for (const { name, command, fix } of chosen) {
  const started = performance.now();
  const [program = "", ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status === 0) {
    console.log(`✓ ${name} (${seconds} s)`);
    for (const [note] of stdout.matchAll(/^Note: .*/gm)) console.log(`  ${note}`);
  } else {
    failed.push(name);
    console.log(`✗ ${name} (${seconds} s)\n${error?.message ?? ""}${stdout ?? ""}${stderr ?? ""}`);
    console.log(`  To fix: ${fix}\n`);
  }
}
console.log(failed.length === 0 ? `${chosen.length} gates passed` : `Failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
