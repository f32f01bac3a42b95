#!/usr/bin/env node
import { join } from "node:path";
import { UsageError, readArguments, runCommand } from "../command-line/src/run-command.ts";
import { installTarballs } from "../packaging/src/install.ts";
import { installOwnTools } from "../packaging/src/own-tools.ts";
import { packPackages } from "../packaging/src/pack.ts";
import { makeTemporaryFolder } from "../packaging/src/temporary-folder.ts";

const usage = `Runs the suite of tests/runtime from the packed packages in each runtime, or in those that are named.

Usage: pnpm test:runtimes [NAME…] [--write]

  --write   put the result into the README's table
`;

async function main(): Promise<number> {
  const { values, positionals: names } = readArguments({
    options: { write: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  await installOwnTools(import.meta.dirname);
  // Only now can what they import be found.
  const { runMatrix, runtimes } = await import("./src/matrix.ts");
  const { isRecorded, writeResult } = await import("./src/result.ts");
  const known = runtimes.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no runtime ${unknown}; the runtimes are ${known.join(", ")}`);
  await using folder = await makeTemporaryFolder("runtimes");
  const app = join(folder.path, "app");
  await installTarballs(app, await packPackages(join(folder.path, "tarballs")));

  const wanted = runtimes.filter(({ name }) => names.length === 0 || names.includes(name));
  const rows = await runMatrix(wanted, app, folder.path);
  const passed = rows.filter((row) => row.passed).length;
  console.log(`${passed} of ${wanted.length} runtimes passed`);
  if (passed < wanted.length) return 1;
  if (names.length > 0) return 0;
  if (values.write === true) await writeResult(rows);
  if (isRecorded(rows)) return 0;
  console.error("The README's table is not of this run; write it with: pnpm test:runtimes --write");
  return 1;
}

await runCommand("pnpm test:runtimes", main);
// Ends what still waits for a runtime that did not answer; the drivers then end their processes.
process.exit();
