import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Tarball } from "./pack.ts";
import { run } from "./run.ts";

/**
 * Installs the tarballs with npm in a folder of their own, as an application would.
 *
 * @param dependencies Further dependencies of that application, by name.
 * @throws {Error} naming the tarballs, what npm said and the command that shows it again.
 */
export async function installTarballs(
  folder: string,
  tarballs: readonly Tarball[],
  dependencies: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const packed = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]));
  const manifest = { private: true, type: "module", dependencies: { ...packed, ...dependencies } };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  try {
    await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], {
      cwd: folder,
    });
  } catch (error) {
    const names = tarballs.map(({ file }) => basename(file)).join(", ");
    if (error instanceof Error)
      error.message = `The tarballs ${names} cannot be installed:\n${error.message}`;
    throw error;
  }
}
