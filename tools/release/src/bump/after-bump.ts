import { rmSync } from "node:fs";
import { join } from "node:path";
import { CommandError, run } from "../process.ts";
import { documentPath } from "../versions.ts";
import type { BumpPlan } from "./plan-bump.ts";

/** A check that ran after the bump was written. */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  /** What it said, where it failed. */
  readonly output: string;
}

export interface CheckOptions {
  readonly root: string;
  readonly plan: Pick<BumpPlan, "bump" | "version" | "unhandled">;
  readonly signal: AbortSignal;
  readonly onStep: (title: string) => void;
}

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Record<string, string>;
  /** What puts the files in order that the command has written. */
  readonly tidy?: readonly string[];
}

const turbo = ["node", "--env-file=turbo.env", "node_modules/turbo/bin/turbo", "run"];

/**
 * Builds the packages. That the client does not compile, which no one writes by hand, is a reason to undo the bump; what is
 * written by hand may have to be adapted.
 *
 * @throws {CommandError} if the client does not compile.
 */
export async function buildPackages(root: string, signal: AbortSignal): Promise<CheckResult> {
  // It may hold files of an earlier build, which belong to no version any more.
  rmSync(join(root, "packages/fetch-client/dist"), { recursive: true, force: true });
  const result = await runCheck(root, { name: "build", command: buildCommand("*") }, signal);
  if (!result.passed) await run(buildCommand("fetch-client"), { cwd: root, signal });
  return result;
}

function buildCommand(folder: string): string[] {
  const options = ["--continue=dependencies-successful", "--output-logs=errors-only"];
  return [...turbo, "build", `--filter=./packages/${folder}`, ...options];
}

/**
 * Runs what can only run when the files are in place, two at once. None of it undoes the bump: what fails here is work for a
 * person.
 *
 * @param isBuilt Whether all packages compile. If not, nothing runs that would fail for the same reason.
 */
export async function runChecks(
  { root, plan, signal, onStep }: CheckOptions,
  isBuilt: boolean,
): Promise<CheckResult[]> {
  const queue = [...checksOf(plan, root, isBuilt)];
  const results: CheckResult[] = [];
  const runOne = async (check: Check): Promise<void> => {
    onStep(`Run: ${check.name}`);
    const started = performance.now();
    const result = await runCheck(root, check, signal);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    onStep(`${result.passed ? "Done" : "Failed"}: ${check.name} (${seconds} s)`);
    results.push(result);
  };
  const work = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift())
      // oxlint-disable-next-line no-await-in-loop -- the next check runs when this one has ended
      await runOne(check);
  };
  await Promise.all([work(), work()]);
  // The others write two pages.
  await runOne(gate("format"));
  return results;
}

/**
 * The checks, those first that take longest. Nothing is linted or generated again that was for the plan. A version that
 * breaks no one cannot affect code that only calls the client, so neither its gates nor the contract tests of earlier
 * operations run. What breaks callers can fail anywhere.
 */
function checksOf(
  { bump, version, unhandled }: CheckOptions["plan"],
  root: string,
  isBuilt: boolean,
): readonly Check[] {
  const isMajor = bump === "major";
  return [
    {
      name: "contract tests, and their table in spec/README.md",
      command: [
        "pnpm",
        "--silent",
        "--filter=./tools/contract-kit",
        "coverage",
        ...(isMajor ? [] : [`--operations=${unhandled.join(",")}`]),
      ],
      tidy: ["oxfmt", "spec/README.md"],
    },
    ...(isMajor ? majorChecks(isBuilt) : minorChecks(isBuilt)),
    {
      name: "coverage page of the emulator",
      command: [
        "pnpm",
        "--silent",
        "--dir=packages/emulator",
        "exec",
        "vitest",
        "run",
        "test/unit/coverage-page.test.ts",
      ],
      env: { UPDATE_COVERAGE: "1" },
      tidy: ["oxfmt", "docs/emulator-coverage.md"],
    },
    {
      name: "document, curation and vectors",
      command: ["node", "tools/contract-kit/src/cli/check-spec.ts", join(root, documentPath(version))],
    },
    gate("links", "plain English", "changesets", "measurements on the page"),
  ];
}

function majorChecks(isBuilt: boolean): readonly Check[] {
  return [
    gate("types"),
    ...(isBuilt ? [gate("documentation"), gate("packages as published"), gate("exact measurements")] : []),
    gate("lint", "layering", "scope", "unused exports and dependencies", "workspace"),
  ];
}

function minorChecks(isBuilt: boolean): readonly Check[] {
  const types: Check = {
    name: "types of the emulator's tests",
    command: ["tsc", "-p", "packages/emulator/tsconfig.json", "--noEmit"],
  };
  const published: Check = {
    name: "packages as published",
    command: ["node", "tools/packaging/src/gates.ts", "packages", "types", "fetch-client", "emulator"],
  };
  return isBuilt ? [types, published, gate("exact measurements")] : [types];
}

function gate(...names: readonly string[]): Check {
  return {
    name: `pnpm check: ${names.join(", ")}`,
    command: ["node", "tools/checks/src/check.ts", `--only=${names.join(",")}`],
  };
}

async function runCheck(
  root: string,
  { name, command, env, tidy }: Check,
  signal: AbortSignal,
): Promise<CheckResult> {
  try {
    await run(command, { cwd: root, signal, env: { ...env, NO_COLOR: "1", FORCE_COLOR: "0" } });
    return { name, passed: true, output: "" };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { name, passed: false, output: error.message };
  } finally {
    if (tidy !== undefined && !signal.aborted) await run(tidy, { cwd: root, signal });
  }
}
