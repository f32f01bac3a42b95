#!/usr/bin/env node
import { join } from "node:path";
import { installTarballs } from "../packaging/src/install.ts";
import { installOwnTools } from "../packaging/src/own-tools.ts";
import { packPackages } from "../packaging/src/pack.ts";
import { makeTemporaryFolder } from "../packaging/src/temporary-folder.ts";

const usage = `Runs the suite of tests/runtime from the packed packages in each runtime, or in those that are named.

Usage: pnpm test:runtimes [NAME…] [--write]

  --write   put the result into docs/runtimes.json and the README's table
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usage);
    return 0;
  }
  const write = args.includes("--write");
  const names = args.filter((arg) => arg !== "--write");
  await installOwnTools(import.meta.dirname);
  // Only now can what they import be found.
  const { runMatrix, runtimes } = await import("./src/matrix.ts");
  const { checkResult, writeResult } = await import("./src/result.ts");
  const unknown = names.find((name) => !runtimes.some((runtime) => runtime.name === name));
  if (unknown !== undefined) {
    const known = runtimes.map(({ name }) => name).join(", ");
    console.error(`There is no runtime ${unknown}; the runtimes are ${known}\n\n${usage}`);
    return 2;
  }
  await using folder = await makeTemporaryFolder("runtimes");
  const app = join(folder.path, "app");
  await installTarballs(app, await packPackages(join(folder.path, "tarballs")));

  const wanted = runtimes.filter(({ name }) => names.length === 0 || names.includes(name));
  const rows = await runMatrix(wanted, app, folder.path, (line) => console.log(line));
  const passed = rows.filter((row) => row.passed).length;
  console.log(`${passed} of ${wanted.length} runtimes passed`);
  if (passed < wanted.length) return 1;
  if (names.length > 0) return 0;
  const difference = write ? await writeResult(rows) : await checkResult(rows);
  if (difference !== undefined) console.error(difference);
  return difference === undefined ? 0 : 1;
}

try {
  // Ends what still waits for a runtime that did not answer; the drivers then end their processes.
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
