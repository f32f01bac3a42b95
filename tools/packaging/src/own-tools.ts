import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.ts";

/** This project. */
export const packagingFolder = join(import.meta.dirname, "..");

/**
 * Installs a folder that has a lockfile of its own, when it is not installed as the lockfile says.
 *
 * @throws {Error} with what pnpm said and the command that shows it again.
 */
export async function installOwnTools(folder: string): Promise<void> {
  const installed = join(folder, "node_modules/.pnpm/lock.yaml");
  if (existsSync(installed)) {
    const [now, wanted] = await Promise.all([
      readFile(installed, "utf8"),
      readFile(join(folder, "pnpm-lock.yaml"), "utf8"),
    ]);
    if (now === wanted) return;
  }
  await run("pnpm", ["install", "--frozen-lockfile", "--prefer-offline"], { cwd: folder });
}
