import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

/** The folder of this project. */
export const benchFolder = join(import.meta.dirname, "..");
/** The repository. */
export const root = join(benchFolder, "../..");
/** Where a run keeps what it makes; git ignores it. */
export const workFolder = join(benchFolder, ".work");
/** Where the packed packages are installed. Their own dependencies are found in this project's folder, pinned there. */
export const candidatesFolder = join(workFolder, "candidates");

const packages = ["types", "fetch-client", "auth", "emulator"] as const;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports: { readonly ".": { readonly default: string } };
}

/** Builds and packs the packages and installs the tarballs, so that what is measured is what a user gets. */
export function installCandidates(): void {
  const bin = join(root, "node_modules/.bin");
  const run = (command: string, args: readonly string[], cwd: string) => {
    const env = {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      TURBO_TELEMETRY_DISABLED: "1",
    };
    execFileSync(command, args, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  };
  run("turbo", ["run", "build", "--filter=./packages/*", "--output-logs=errors-only"], root);
  rmSync(candidatesFolder, { recursive: true, force: true });
  for (const name of packages) {
    const target = join(candidatesFolder, "node_modules/@x", name);
    const tarball = join(candidatesFolder, `${name}.tgz`);
    mkdirSync(target, { recursive: true });
    run("pnpm", ["pack", "--out", tarball], join(root, "packages", name));
    run("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"], candidatesFolder);
  }
  for (const name of packages) checkDependencies(readManifest(candidatesFolder, `@x/${name}`));
}

/** A dependency that is not what the tarball asks for would make the figures somebody else's. */
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

/** Installs the peers from the lockfile, when they are not there. */
export function installPeers(): void {
  const installed = join(benchFolder, "node_modules/.pnpm/lock.yaml");
  const wanted = join(benchFolder, "pnpm-lock.yaml");
  if (existsSync(installed) && readFileSync(installed, "utf8") === readFileSync(wanted, "utf8")) return;
  execFileSync("pnpm", ["install", "--frozen-lockfile"], {
    cwd: benchFolder,
    env: { ...process.env, CI: "true" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}
