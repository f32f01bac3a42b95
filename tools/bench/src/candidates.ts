import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packPackages } from "../../packaging/src/pack.ts";

/** The folder of this project. */
export const benchFolder = join(import.meta.dirname, "..");
/** The repository. */
export const root = join(benchFolder, "../..");
/** Where a run keeps what it makes; git ignores it. */
export const workFolder = join(benchFolder, ".work");
/** Where the packed packages are installed. Their own dependencies are found in this project's folder, pinned there. */
export const candidatesFolder = join(workFolder, "candidates");

const packages = ["types", "fetch-client", "auth", "hub", "emulator"] as const;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports: { readonly ".": { readonly default: string } };
}

/** Builds and packs the packages and installs the tarballs, so that what is measured is what a user gets. */
export async function installCandidates(): Promise<void> {
  rmSync(candidatesFolder, { recursive: true, force: true });
  for (const { name, file } of await packPackages(candidatesFolder, packages)) {
    const target = join(candidatesFolder, "node_modules", name);
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", file, "-C", target, "--strip-components=1"]);
    checkDependencies(readManifest(candidatesFolder, name));
  }
}

/** A dependency that is not what the tarball asks for would make the figures those of another package. */
function checkDependencies({ name, dependencies = {} }: Manifest): void {
  for (const [dependency, range] of Object.entries(dependencies)) {
    if (dependency.startsWith("@x/")) continue;
    const { version } = readManifest(benchFolder, dependency);
    if (range.replace(/^[\^~]/, "") !== version) {
      throw new Error(
        `${name} asks for ${dependency} ${range} and tools/bench has ${version}; pin the same version`,
      );
    }
  }
}

function readManifest(folder: string, name: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")) as Manifest;
}

/** Imports a packed package. */
export async function importCandidate(name: `@x/${(typeof packages)[number]}`): Promise<unknown> {
  const entry = readManifest(candidatesFolder, name).exports["."].default;
  return import(pathToFileURL(join(candidatesFolder, "node_modules", name, entry)).href);
}
