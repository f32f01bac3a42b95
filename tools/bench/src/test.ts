#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installOwnTools, packagingFolder } from "../../packaging/src/own-tools.ts";
import { benchFolder, root } from "./candidates.ts";

// Installs what the sources import before they are compiled and tested.
for (const folder of [benchFolder, packagingFolder]) await installOwnTools(folder);
const tsc = join(root, "node_modules/typescript/bin/tsc");
for (const args of [
  [tsc, "-p", "tsconfig.json"],
  ["--test", ...process.argv.slice(2), "test/**/*.test.ts"],
]) {
  const { status } = spawnSync(process.execPath, args, { cwd: benchFolder, stdio: "inherit" });
  process.exitCode = status ?? 1;
  if (status !== 0) break;
}
