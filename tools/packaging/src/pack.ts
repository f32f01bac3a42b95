import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "./run.ts";

/** The folders of what is published. */
export const packageFolders = ["types", "fetch-client", "auth", "hub", "emulator"] as const;

export type PackageFolder = (typeof packageFolders)[number];

export interface Tarball {
  /** Name of the package, with its scope. */
  readonly name: string;
  readonly version: string;
  /** Where the package is in the repository. */
  readonly source: string;
  /** Path of the `.tgz`. */
  readonly file: string;
}

/**
 * Builds the packages and packs them as `pnpm publish` would. Everything that wants to know what a user gets
 * installs these.
 *
 * @param folder Receives `<folder of the package>.tgz`; made where it is missing.
 */
export async function packPackages(
  folder: string,
  wanted: readonly PackageFolder[] = packageFolders,
  signal?: AbortSignal,
): Promise<readonly Tarball[]> {
  await mkdir(folder, { recursive: true });
  const filters = wanted.map((name) => `--filter=./packages/${name}`);
  await run("turbo", ["run", "build", ...filters, "--output-logs=errors-only"], { cwd: root, signal });
  return Promise.all(
    wanted.map(async (packageFolder) => {
      const source = join(root, "packages", packageFolder);
      const file = join(folder, `${packageFolder}.tgz`);
      await run("pnpm", ["pack", "--out", file], { cwd: source, signal });
      const manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as Tarball;
      return { name: manifest.name, version: manifest.version, source, file };
    }),
  );
}
