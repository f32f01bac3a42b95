#!/usr/bin/env node
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError, readArguments, runCommand } from "../../../command-line/src/run-command.ts";
import { run } from "../process.ts";
import { findLeftovers, planRescope } from "../rescope/plan-rescope.ts";
import { parseRepository } from "../rescope/repository.ts";
import { judgeScope } from "../rescope/scope-name.ts";
import { currentScope, uncommitted } from "../rescope/workspace.ts";

const help = `Puts all packages of this repository into another scope, everywhere they are named.

Usage
  pnpm rescope @acme                       rename, format, reinstall, regenerate
  pnpm rescope @acme/signalr-              the same, with a prefix for each name: @acme/signalr-auth
  pnpm rescope @acme --repository URL      the same, and say in each package.json where the sources are
  pnpm rescope [@acme] --check             write nothing; fail when another scope is left somewhere

Options
  --repository URL   the repository, such as https://github.com/acme/signalr; npm's provenance needs it
  --check            for the CI of a renamed fork; without a scope, that of the published packages
  --no-install       do not run pnpm install afterwards
  -h, --help         this text

Run it again after a merge from upstream: what came in under the old scope is renamed too.

Exit codes
  0 done, or nothing to do   1 failed, or something is left   2 wrong usage
`;

async function main(): Promise<number> {
  const { scope, repository, check, install, root } = readOptions();
  if (check) return report(root, scope ?? currentScope(root), repository);
  if (scope === undefined) {
    process.stdout.write(help);
    return 0;
  }
  const from = currentScope(root);
  const edits = planRescope(root, scope, repository);
  if (edits.length === 0) {
    console.log(`Everything is in ${scope} already`);
    return 0;
  }
  const dirty = uncommitted(root);
  if (dirty.length > 0)
    throw new Error(
      `The working tree has changes that are not committed:\n${dirty.slice(0, 10).join("\n")}\nCommit or stash them first, so that the renaming can be reviewed, or undone, alone`,
    );
  for (const { path, text } of edits) writeFileSync(join(root, path), text);
  console.log(
    from === scope
      ? `Renamed what was left in ${edits.length} files`
      : `${from} is ${scope} now, in ${edits.length} files`,
  );
  try {
    await step("Formatting (tables and long lines have other widths)", ["oxfmt", "."], root);
    if (install)
      await step(
        "Installing (links and lockfile have the new names)",
        ["pnpm", "install", "--no-frozen-lockfile"],
        root,
      );
    await step("Regenerating", ["node", "tools/generator/src/cli.ts"], root);
  } catch (error) {
    console.error(
      "\nThe files are renamed; this step failed. Fix the problem and run the command again, or undo everything with: git restore .",
    );
    throw error;
  }
  const status = report(root, scope, repository);
  if (status === 0) console.log("Next: pnpm test, then commit");
  return status;
}

function readOptions() {
  const { values, positionals } = readArguments({
    options: {
      repository: { type: "string" },
      check: { type: "boolean", default: false },
      install: { type: "boolean", default: true },
      root: { type: "string", default: join(import.meta.dirname, "../../../..") },
      help: { type: "boolean", short: "h", default: false },
    },
    allowPositionals: true,
    allowNegative: true,
  });
  if (values.help) return { ...values, scope: undefined, check: false };
  const [scope, ...rest] = positionals;
  if (rest.length > 0)
    throw new UsageError(`Expected one scope, not ${positionals.length}: ${positionals.join(" ")}`);
  if (scope === undefined && !values.check)
    throw new UsageError("Expected a scope, such as pnpm rescope @acme, or pnpm rescope @acme/signalr-");
  const complaint = scope === undefined ? undefined : judgeScope(scope);
  if (complaint !== undefined) throw new UsageError(complaint);
  const repository = values.repository === undefined ? undefined : parseRepository(values.repository);
  return { ...values, scope, repository };
}

async function step(title: string, command: readonly string[], root: string): Promise<void> {
  process.stdout.write(`${title} … `);
  await run(command, { cwd: root });
  console.log("done");
}

function report(root: string, scope: string, repository: string | undefined): number {
  const leftovers = findLeftovers(root, scope);
  const outdated =
    repository === undefined
      ? []
      : planRescope(root, scope, repository).filter(
          ({ path }) => !leftovers.some((one) => one.path === path),
        );
  for (const { path, use } of leftovers)
    console.error(`${path}:${use.line} is not in ${scope}: ${use.text.slice(0, 120)}`);
  for (const { path } of outdated) console.error(`${path} does not name the repository ${repository}`);
  if (leftovers.length + outdated.length > 0) {
    console.error(
      `\nRun \`pnpm rescope ${scope}${repository === undefined ? "" : ` --repository ${repository}`}\` and commit the result`,
    );
    return 1;
  }
  console.log(`Every name is in ${scope}`);
  return 0;
}

await runCommand("pnpm rescope", main);
