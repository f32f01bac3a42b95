import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { messageOf } from "../../command-line/src/run-command.ts";
import { packPackages } from "../../packaging/src/pack.ts";
import { run } from "../../packaging/src/run.ts";
import { type Example, examples, examplesFolder } from "./examples.ts";

const template = join(import.meta.dirname, "../stage");
const workspaceFile = "pnpm-workspace.yaml";
const lockfile = "pnpm-lock.yaml";
/** Where the versions of everything that is not ours are pinned. */
const committedLockfile = join(template, lockfile);

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

/**
 * Writes the manifest of every example, since the lockfile is of all of them.
 *
 * @param ours Where our packages come from, by name; they are left out where it is empty.
 */
async function writeManifests(folder: string, ours: ReadonlyMap<string, string> = new Map()): Promise<void> {
  for (const { name } of examples) {
    const manifest = JSON.parse(
      await readFile(join(examplesFolder, name, "package.json"), "utf8"),
    ) as Manifest;
    for (const dependencies of [manifest.dependencies ?? {}, manifest.devDependencies ?? {}]) {
      for (const dependency of Object.keys(dependencies).filter((known) => known.startsWith("@x/"))) {
        const source = ours.get(dependency);
        if (source === undefined) delete dependencies[dependency];
        else dependencies[dependency] = source;
      }
    }
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, "package.json"), JSON.stringify(manifest, null, 2));
  }
}

/** Pins what the examples ask for in their manifests now. */
export async function updateLockfile(folder: string, signal: AbortSignal): Promise<void> {
  await copyFile(join(template, workspaceFile), join(folder, workspaceFile));
  await copyFile(committedLockfile, join(folder, lockfile)).catch(() => undefined);
  await writeManifests(folder);
  await run("pnpm", ["install", "--lockfile-only", "--no-frozen-lockfile"], { cwd: folder, signal });
  await copyFile(join(folder, lockfile), committedLockfile);
}

/**
 * Copies examples into a folder and installs what they need there: ours from tarballs that are packed first, everything
 * else as the lockfile says.
 *
 * @throws {Error} naming what cannot be packed or installed, and the command that helps.
 */
export async function prepareStage(
  folder: string,
  wanted: readonly Example[],
  signal: AbortSignal,
  onProgress: (doing: string) => void,
): Promise<void> {
  onProgress("Building and packing our packages");
  const tarballs = await packPackages(join(folder, "tarballs"), undefined, signal);
  await Promise.all(
    wanted.map(({ name }) =>
      cp(join(examplesFolder, name), join(folder, name), {
        recursive: true,
        filter: (source) => basename(source) !== "node_modules",
      }),
    ),
  );
  await copyFile(join(template, workspaceFile), join(folder, workspaceFile));
  await copyFile(committedLockfile, join(folder, lockfile));
  const filters = wanted.map(({ name }) => `--filter=./${name}`);
  const install = (...args: readonly string[]) =>
    run("pnpm", ["install", ...args, "--prefer-offline", ...filters], { cwd: folder, signal });

  onProgress("Installing what the examples ask for");
  await writeManifests(folder);
  try {
    await install("--frozen-lockfile");
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(
      `What the examples ask for cannot be installed as tools/examples/stage/${lockfile} says. After a change of their package.json: pnpm test:examples --update-lockfile\n${messageOf(error)}`,
      { cause: error },
    );
  }
  onProgress("Installing our packages from their tarballs");
  const ours = new Map(tarballs.map(({ name, file }) => [name, `file:${file}`]));
  await writeManifests(folder, ours);
  // What our packages depend on among themselves is on no registry yet.
  const overrides = [...ours].map(([name, source]) => `  "${name}": "${source}"\n`).join("");
  const settings = await readFile(join(template, workspaceFile), "utf8");
  await writeFile(join(folder, workspaceFile), `${settings}\noverrides:\n${overrides}`);
  try {
    await install("--no-frozen-lockfile");
  } catch (error) {
    signal.throwIfAborted();
    const names = tarballs.map(({ file }) => basename(file)).join(", ");
    throw new Error(
      `The tarballs ${names} cannot be installed; pnpm test:packages says more about each of them\n${messageOf(error)}`,
      { cause: error },
    );
  }
  // Deno would take it for the workspace of the example.
  await rm(join(folder, workspaceFile));
}
