#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { installOwnTools, packagingFolder } from "./own-tools.ts";

// Installs what the tests import before they are loaded.
await installOwnTools(packagingFolder);
const args = ["--test", "--test-isolation=none", ...process.argv.slice(2), "test/**/*.test.ts"];
const { status } = spawnSync(process.execPath, args, { cwd: packagingFolder, stdio: "inherit" });
process.exitCode = status ?? 1;
