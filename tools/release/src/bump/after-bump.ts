import { rmSync } from "node:fs";
import { join } from "node:path";
import { CommandError, run } from "../process.ts";
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
  readonly plan: Pick<BumpPlan, "bump" | "unhandled">;
  readonly signal: AbortSignal;
  readonly onStep: (title: string) => void;
}

const turbo = ["node", "--env-file=turbo.env", "node_modules/turbo/bin/turbo", "run"];

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Record<string, string>;
}

/**
 * What can only run when the files are in place. None of it undoes the bump: what fails here is work for a person.
 *
 * A version that breaks no one cannot affect code that only calls the client, so of the gates only those run that look at
 * generated files. What breaks callers can fail anywhere, and runs all of them.
 */
function checksOf({ bump, unhandled }: CheckOptions["plan"]): readonly Check[] {
  const isMajor = bump === "major";
  const build = [...turbo, "build", "--output-logs=errors-only"];
  return [
    { name: "build", command: isMajor ? build : [...build, "--filter=./packages/*"] },
    {
      name: "contract tests, and their table in spec/README.md",
      command: [
        "pnpm",
        "--silent",
        "--filter",
        "./tools/contract-kit",
        "coverage",
        ...(isMajor ? [] : [`--operations=${unhandled.join(",")}`]),
      ],
    },
    {
      name: "coverage page of the emulator",
      command: [
        "pnpm",
        "--silent",
        "--dir",
        "packages/emulator",
        "exec",
        "vitest",
        "run",
        "test/unit/coverage-page.test.ts",
      ],
      env: { UPDATE_COVERAGE: "1" },
    },
    { name: "format", command: ["oxfmt", "spec/README.md", "docs/emulator-coverage.md"] },
    isMajor
      ? { name: "pnpm check", command: ["node", "tools/checks/src/check.ts"] }
      : {
          name: "pnpm check, as far as the new version can affect it",
          command: ["node", "tools/checks/src/check.ts", `--only=${affectedGates.join(",")}`],
        },
    ...(isMajor
      ? []
      : [
          {
            name: "types of the emulator",
            command: ["tsc", "-p", "packages/emulator/tsconfig.json", "--noEmit"],
          },
        ]),
  ];
}

/** Gates that look at the document, at what is generated from it, or at the texts of the bump. */
const affectedGates = [
  "format",
  "document",
  "generated files",
  "links",
  "plain English",
  "changesets",
  "exact measurements",
  "measurements on the page",
  "packages as published",
] as const;

export async function runChecks({ root, plan, signal, onStep }: CheckOptions): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, command, env } of checksOf(plan)) {
    onStep(`Run: ${name}`);
    results.push(await runCheck(root, name, command, env, signal));
  }
  return results;
}

async function runCheck(
  root: string,
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> | undefined,
  signal: AbortSignal,
): Promise<CheckResult> {
  try {
    await run(command, { cwd: root, signal, env: { ...env, NO_COLOR: "1", FORCE_COLOR: "0" } });
    return { name, passed: true, output: "" };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { name, passed: false, output: error.message };
  }
}

/**
 * Builds the client, which no one writes by hand: a failure is a reason to undo the bump. Unlike the rest of what is built,
 * `dist` may hold files of an earlier build, which belong to no version any more.
 */
export async function buildGenerated(root: string, signal: AbortSignal): Promise<void> {
  rmSync(join(root, "packages/fetch-client/dist"), { recursive: true, force: true });
  await run([...turbo, "build", "--filter=./packages/fetch-client", "--output-logs=errors-only"], {
    cwd: root,
    signal,
  });
}
