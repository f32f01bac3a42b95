import { join } from "node:path";
import { CommandError, run } from "../process.ts";

/** A check that ran after the bump was written. */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  /** What it said, where it failed. */
  readonly output: string;
}

const turbo = ["node", "--env-file=turbo.env", "node_modules/turbo/bin/turbo", "run"];

/**
 * What can only run when the files are in place. None of it undoes the bump: what fails here is work for a person, such as
 * the emulator's handlers for operations that are new or gone.
 */
const checks: readonly {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Record<string, string>;
}[] = [
  { name: "build", command: [...turbo, "build", "--output-logs=errors-only"] },
  {
    name: "coverage table of spec/README.md",
    command: ["pnpm", "--silent", "--filter", "./tools/contract-kit", "coverage"],
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
  { name: "pnpm check", command: ["node", "tools/checks/src/check.ts"] },
];

export async function runChecks(
  root: string,
  signal: AbortSignal,
  onStep: (title: string) => void,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, command, env } of checks) {
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

/** Compiles types and client, which nobody writes by hand: what fails here is no work for a person but a reason to undo. */
export async function compileGenerated(root: string, signal: AbortSignal): Promise<void> {
  const project = join(root, "packages/fetch-client/tsconfig.build.json");
  await run(["tsc", "-p", project, "--noEmit"], { cwd: root, signal });
}
