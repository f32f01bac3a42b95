#!/usr/bin/env node
import { join } from "node:path";
import { runCommand } from "../../../command-line/src/run-command.ts";
import { type Bump, type Change, compareBumps, highestBump } from "../../../spec-diff/src/change.ts";
import { readChangesets } from "../guard/changesets.ts";
import { type MissingChangeset, judgeChangesets } from "../guard/judge-changesets.ts";
import { readRecord } from "../guard/release-record.ts";
import { compareWithRelease } from "../guard/since-release.ts";
import { packageName } from "../rescope/scope-name.ts";
import { currentScope } from "../rescope/workspace.ts";

/**
 * A change of the document or of generated code that users can notice must not be released as less than it is, and not
 * without a word: the changesets that wait have to ask for at least what the comparison with the last release gives.
 */
function main(): number {
  const root = process.argv[2] ?? join(import.meta.dirname, "../../../..");
  const record = readRecord(root);
  const sinceRelease = record === undefined ? undefined : compareWithRelease(root, record);
  const scope = currentScope(root);
  const missing = judgeChangesets({ scope, changesets: readChangesets(root), sinceRelease });
  if (missing.length > 0) {
    report(scope, missing, sinceRelease?.changes ?? []);
    return 1;
  }
  const derived = highestBump((sinceRelease?.changes ?? []).map(({ bump }) => bump));
  console.log(
    record === undefined
      ? "Nothing is released yet; every package has a changeset"
      : `Changesets cover what changed since the last release (${derived})`,
  );
  return 0;
}

function report(scope: string, missing: readonly MissingChangeset[], changes: readonly Change[]): void {
  for (const { package: folder, needed, found, reason } of missing)
    console.error(
      `${packageName(scope, folder)} needs a changeset of at least ${needed}, and has ${found === "none" ? "none" : `one of ${found}`}: ${reason}`,
    );
  const highest = highestBump(missing.map(({ needed }) => needed));
  const causes = changes.filter(({ bump }) => compareBumps(bump, highest) === 0);
  for (const { where, message } of causes.slice(0, 5)) console.error(`  ${where}: ${message}`);
  if (causes.length > 5) console.error(`  and ${causes.length - 5} more of ${highest}`);
  console.error(`\nRun: ${command(scope, missing)}`);
}

/** The command that writes the changeset which is missing. */
function command(scope: string, missing: readonly MissingChangeset[]): string {
  const flags = (["major", "minor", "patch"] satisfies Bump[]).flatMap((bump) => {
    const names = missing
      .filter(({ needed }) => needed === bump)
      .map((one) => packageName(scope, one.package));
    return names.length === 0 ? [] : [`--${bump} ${names.join(",")}`];
  });
  return `pnpm changeset add ${flags.join(" ")} --message "What changes for the package's user"`;
}

await runCommand("node tools/release/src/cli/guard.ts", main);
