import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageFolders } from "../../packaging/src/pack.ts";
import { run } from "../../packaging/src/run.ts";

/** The folder of this project. */
export const benchFolder = join(import.meta.dirname, "..");
/** The repository. */
export const root = join(benchFolder, "../..");
/** Where a run keeps what it makes; git ignores it. */
export const workFolder = join(benchFolder, ".work");
/** Programs in this folder find the packages as they are built in the workspace: a tarball has the same files. */
export const packagesFolder = join(workFolder, "packages");

/** Builds the packages, and lets imports in `packagesFolder` find them. */
export async function linkPackages(): Promise<void> {
  const filters = packageFolders.map((name) => `--filter=./packages/${name}`);
  await run("turbo", ["run", "build", ...filters, "--output-logs=errors-only"], { cwd: root });
  rmSync(packagesFolder, { recursive: true, force: true });
  for (const name of packageFolders) {
    const link = join(packagesFolder, "node_modules", `@x/${name}`);
    mkdirSync(join(link, ".."), { recursive: true });
    symlinkSync(join(root, "packages", name), link, "junction");
  }
}

/** Imports a package as a program in `packagesFolder` does. */
export async function importPackage(name: string): Promise<unknown> {
  return import(pathToFileURL(createRequire(join(packagesFolder, "program.js")).resolve(name)).href);
}
