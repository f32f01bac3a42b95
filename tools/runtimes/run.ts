#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { RunBundle } from "./src/runtime.ts";

interface Runtime {
  readonly name: string;
  readonly load: () => Promise<RunBundle>;
  /** The command that helps the one who has not got it. */
  readonly install: string;
}

/**
 * Runs the suite of `tests/runtime` in each runtime, from one bundle of the built packages. A runtime that is missing
 * or does not start is a failure, never a skip.
 */
const runtimes: readonly Runtime[] = [
  {
    name: "node",
    load: async () => (await import("./src/node.ts")).runInNode,
    install: "pnpm install",
  },
  {
    name: "chromium",
    load: async () => (await import("./src/chromium.ts")).runInChromium,
    install: "apt-get update && apt-get install -y --no-install-recommends chromium",
  },
  {
    name: "workerd",
    load: async () => (await import("./src/workerd.ts")).runInWorkerd,
    install: "pnpm --dir tools/runtimes install --frozen-lockfile --force",
  },
];

const deadlineInMs = 60_000;
const root = join(import.meta.dirname, "../..");

/** What keeps the matrix from starting, or `undefined`. */
function prepare(names: readonly string[]): string | undefined {
  const known = runtimes.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) return `There is no runtime ${unknown}; the runtimes are ${known.join(", ")}`;
  if (!existsSync(join(root, "packages/auth/dist/index.js"))) {
    return "The packages are not built; build them with: pnpm build";
  }
  // Not `pnpm`, which is on the PATH of the scripts of the repository only.
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { packageManager: string };
  const command = ["--yes", manifest.packageManager, "install", "--frozen-lockfile"];
  const { status, stdout, stderr } = spawnSync("npx", command, {
    cwd: import.meta.dirname,
    encoding: "utf8",
    env: { ...process.env, CI: "true" },
  });
  if (status === 0) return undefined;
  return `${stdout ?? ""}${stderr ?? ""}\nThe runtimes cannot be installed; see why with: cd tools/runtimes && npx ${command.join(" ")}`;
}

/** Runs the suite in one runtime and prints its row. */
async function runIn({ name, load, install }: Runtime, bundle: string): Promise<boolean> {
  try {
    const run = await load();
    const { version, outcomes } = await Promise.race([run(bundle), failLate()]);
    const failures = outcomes.filter(({ error }) => error !== undefined);
    // A suite that lost its tests must not pass.
    const passed = failures.length === 0 && outcomes.length > 0;
    const count = `${outcomes.length - failures.length} of ${outcomes.length}`;
    console.log(`${passed ? "✓" : "✗"} ${name.padEnd(10)} ${version.padEnd(18)} ${count}`);
    for (const { title, error } of failures) console.log(`    ${title}\n      ${error}`);
    return passed;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).trim();
    console.log(`✗ ${name.padEnd(10)} did not run\n    ${reason}\n    To install it: ${install}`);
    return false;
  }
}

/** A runtime whose program is broken may never answer. */
async function failLate(): Promise<never> {
  await wait(deadlineInMs);
  throw new Error(`It did not answer within ${deadlineInMs / 1000} seconds`);
}

async function main(args: readonly string[]): Promise<number> {
  const obstacle = prepare(args);
  if (obstacle !== undefined) {
    console.error(obstacle);
    return 1;
  }
  const { bundleSuite } = await import("./src/bundle.ts");
  const bundle = await bundleSuite();
  const wanted = runtimes.filter(({ name }) => args.length === 0 || args.includes(name));
  let passed = 0;
  for (const runtime of wanted) {
    // oxlint-disable-next-line no-await-in-loop -- one browser at a time
    if (await runIn(runtime, bundle)) passed += 1;
  }
  console.log(`${passed} of ${wanted.length} runtimes passed`);
  return passed === wanted.length ? 0 : 1;
}

// Ends what still waits for a runtime that did not answer; the drivers then end their processes.
process.exit(await main(process.argv.slice(2)));
