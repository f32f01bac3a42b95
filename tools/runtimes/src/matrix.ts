import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { type StageOptions, startStage } from "../../../tests/runtime/stage.ts";
import { chromium, firefox } from "./browsers.ts";
import { bundleSuite } from "./bundle.ts";
import { bun, deno } from "./deno-and-bun.ts";
import { edgeRuntime } from "./edge-runtime.ts";
import { nodes } from "./nodes.ts";
import type { Performance, Runtime } from "./runtime.ts";
import { workerd } from "./workerd.ts";

/** The rows of the matrix. A runtime that is missing or does not start is a failure, never a skip. */
export const runtimes: readonly Runtime[] = [...nodes, deno, bun, workerd, edgeRuntime, chromium, firefox];

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly passed: boolean;
}

const deadlineInMs = 90_000;

/**
 * Runs the suite in each of the runtimes, one after the other.
 *
 * @param app A folder in which the tarballs are installed.
 */
export async function runMatrix(
  wanted: readonly Runtime[],
  app: string,
  folder: string,
): Promise<readonly Row[]> {
  const bundle = await bundleSuite(app, "esm");
  const entry = createRequire(join(app, "app.js")).resolve("@x/emulator");
  const { createEmulator } = (await import(pathToFileURL(entry).href)) as Pick<
    StageOptions,
    "createEmulator"
  >;
  const { operationIds } = (await import(
    `data:text/javascript;base64,${Buffer.from(bundle).toString("base64")}`
  )) as Pick<StageOptions, "operationIds">;
  const rows: Row[] = [];
  console.log(`  ${"runtime".padEnd(30)} ${"version".padEnd(20)} passed   seconds`);
  for (const runtime of wanted) {
    // A stage of its own: faults are used up and clients stay.
    await using stage = await startStage({ createEmulator, operationIds, bundle });
    const { control, vectors } = stage;
    const connectionString = runtime.isBrowser ? stage.sameOriginConnectionString : stage.connectionString;
    const surroundings = { control, vectors, connectionString, requestStreams: !runtime.isBrowser };
    const own = join(folder, runtime.name);
    await mkdir(own);
    rows.push(await runRow(runtime, { bundle, surroundings, stage, app, folder: own }));
  }
  return rows;
}

async function runRow(runtime: Runtime, given: Performance): Promise<Row> {
  const { name, title, install } = runtime;
  const started = performance.now();
  try {
    const { version, outcomes } = await Promise.race([runtime.run(given), failLate()]);
    const failures = outcomes.filter(({ error }) => error !== undefined);
    // A suite that lost its tests must not pass.
    const passed = failures.length === 0 && outcomes.length > 0;
    const count = `${outcomes.length - failures.length} of ${outcomes.length}`;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${passed ? "✓" : "✗"} ${title.padEnd(30)} ${version.padEnd(20)} ${count.padEnd(8)} ${seconds}`,
    );
    for (const failure of failures) console.log(`    ${failure.title}\n      ${failure.error}`);
    return { name, title, version, passed };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).trim();
    console.log(`✗ ${title.padEnd(30)} did not run\n    ${reason}\n    To install it: ${install}`);
    return { name, title, version: "", passed: false };
  }
}

/** A runtime whose program is broken may never answer. */
async function failLate(): Promise<never> {
  await wait(deadlineInMs);
  throw new Error(`It did not answer within ${deadlineInMs / 1000} seconds`);
}
