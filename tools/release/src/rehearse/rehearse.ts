import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Bump, Change } from "../../../spec-diff/src/change.ts";
import { CommandError, type RunOptions, run } from "../process.ts";
import { packageName, splitScope } from "../rescope/scope-name.ts";
import { currentScope, publishedPackages } from "../rescope/workspace.ts";
import { documentPath, listVersions } from "../versions.ts";
import { type MadeUpVersion, largeVersion, smallVersion } from "./made-up-versions.ts";
import { Project } from "./project.ts";
import { type Registry, installRegistry, startRegistry } from "./registry.ts";

export interface RehearsalOptions {
  /** The repository; its last commit is what is released. */
  readonly root: string;
  /** Renames the packages of the copy first: `@acme`, or with a prefix, `@acme/signalr-`. */
  readonly scope: string | undefined;
  readonly signal: AbortSignal;
  /** Runs one step and says how it went. */
  readonly step: <Result>(title: string, work: () => Promise<Result>) => Promise<Result>;
  /** Says something between the steps. */
  readonly note: (text: string) => void;
}

/** What `pnpm bump --json` says, as far as it matters here. */
interface BumpReport {
  readonly bump: Bump;
  readonly changes: readonly Change[];
  readonly packages: Readonly<Record<string, Bump>>;
}

/** Something that a release would have done to its users, and must not. */
export class RehearsalError extends Error {
  override readonly name = "RehearsalError";
}

/**
 * Releases a copy of the last commit to a registry on this machine, uses the packages from there, and does the same for two
 * versions of the API that are made up: one that breaks no one and one that does.
 *
 * @throws {RehearsalError} when a user would not get what the version numbers promise.
 */
export async function rehearse(options: RehearsalOptions): Promise<void> {
  const { signal, step } = options;
  const folder = mkdtempSync(join(tmpdir(), "release-rehearsal-"));
  let registry: Registry | undefined;
  try {
    await step("Install the local registry", () => installRegistry(signal));
    const scope = options.scope ?? currentScope(options.root);
    registry = await step("Start it on loopback", () =>
      startRegistry(join(folder, "registry"), splitScope(scope).organization, signal),
    );
    await new Rehearsal(options, folder, registry).run();
  } finally {
    await registry?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Rehearsal {
  readonly #options: RehearsalOptions;
  readonly #copy: string;
  readonly #folder: string;
  readonly #registryEnv: Readonly<Record<string, string>>;

  constructor(options: RehearsalOptions, folder: string, { url, npmrc }: Registry) {
    this.#options = options;
    this.#folder = folder;
    this.#copy = join(folder, "repository");
    this.#registryEnv = {
      NPM_CONFIG_USERCONFIG: npmrc,
      npm_config_registry: `${url}/`,
      PNPM_CONFIG_REGISTRY: `${url}/`,
      npm_config_cache: join(folder, "npm-cache"),
    };
  }

  async run(): Promise<void> {
    const { root, scope: newScope, signal, step, note } = this.#options;
    await step("Copy the last commit and install", async () => {
      await this.#run(["git", "clone", "--quiet", root, this.#copy], { cwd: this.#folder });
      await this.#pnpm("install", "--frozen-lockfile", "--prefer-offline");
    });
    if (newScope !== undefined) {
      await step(`Rename the packages to ${packageName(newScope, "…")}`, async () => {
        await this.#pnpm("rescope", newScope);
        await this.#commit("Rename the packages");
      });
    }
    const apiVersion = listVersions(this.#copy).at(-1) ?? "";
    const scope = currentScope(this.#copy);
    await this.#version("the packages as they are");
    await this.#checkReleaseCommit();
    await step("Publish the types alone, and install them in an empty project", () =>
      this.#publishTypesAlone(scope),
    );
    await this.#publish();

    const project = new Project({
      folder: join(this.#folder, "project"),
      repository: this.#copy,
      scope,
      apiVersion,
      env: this.#registryEnv,
      signal,
    });
    await step("Install them in an empty project", () => project.create(this.#tools()));
    note(`installed ${shown(project.versions())}`);
    await step("Compile what uses everything, and the README's example", async () => {
      for (const program of ["example", "listener", "everything", "pinned"] as const) {
        const errors = await project.compile(program);
        if (errors !== "")
          throw new RehearsalError(
            `${program}.ts does not compile against the published packages:\n${errors}`,
          );
      }
    });
    await step("Run the README's example against the emulator; a client receives the message", () =>
      project.runExample(),
    );

    const document = readFileSync(join(this.#copy, documentPath(apiVersion)), "utf8");
    for (const next of [smallVersion(document, apiVersion), largeVersion(this.#copy, apiVersion)]) {
      await this.#nextVersion(next, project);
    }
  }

  /** Bumps to a made-up version, publishes it and upgrades the project. */
  async #nextVersion({ version, document, title }: MadeUpVersion, project: Project): Promise<void> {
    const { step, note } = this.#options;
    const { bump, changes, packages } = await step(`Bump to a made-up ${version}: ${title}`, async () => {
      mkdirSync(join(this.#copy, "spec", version), { recursive: true });
      writeFileSync(join(this.#copy, documentPath(version)), document);
      await this.#run(["oxfmt", documentPath(version)]);
      const report = await this.#pnpm("--silent", "bump", version, "--json", "--no-verify");
      await this.#commit(`Bump to ${version}`);
      return JSON.parse(report) as BumpReport;
    });
    note(`derived ${bump}: ${shown(packages)}`);
    const isMajor = bump === "major";
    const before = project.versions();
    await this.#version(version);
    // A version that breaks users leaves work for a person, which check rightly names.
    if (!isMajor) await this.#checkReleaseCommit();
    await this.#publish();
    await step(isMajor ? "Upgrade the project to the newest" : "Update the project within its ranges", () =>
      isMajor ? project.upgrade() : project.update(),
    );
    const after = project.versions();
    note(`installed ${shown(after)}`);
    for (const [name, released] of Object.entries(packages)) {
      const expected = nextVersion(before[name] ?? "", released);
      if (after[name] !== expected)
        throw new RehearsalError(`${name} is ${after[name]} after a ${released} bump: expected ${expected}`);
    }

    if (isMajor && !changes.some(({ axis, bump: one }) => axis === "types" && one === "major"))
      throw new RehearsalError(
        `The made-up ${version} breaks over the wire only, which compiling cannot show`,
      );
    await step(
      isMajor ? "What uses everything must not compile" : "What uses everything must still compile",
      async () => {
        const errors = await project.compile("everything");
        if (isMajor && errors === "")
          throw new RehearsalError(`${version} was called major and everything still compiles`);
        if (!isMajor && errors !== "")
          throw new RehearsalError(`${version} was called ${bump} and breaks users:\n${errors}`);
        const lines = errors.split("\n").filter((line) => line.includes("error TS"));
        if (isMajor) note(`${lines.length} errors, the first: ${lines[0]}`);
      },
    );
    await step("What imports the old version by its date must compile", async () => {
      const errors = await project.compile("pinned");
      if (errors !== "") throw new RehearsalError(`The old version changed in ${version}:\n${errors}`);
    });
    if (!isMajor) await step("Run the README's example again", () => project.runExample());
  }

  async #version(what: string): Promise<void> {
    await this.#options.step(`Check the changesets and version ${what}`, async () => {
      await this.#run(["node", "tools/release/src/cli/guard.ts"]);
      await this.#pnpm("release:version");
      await this.#commit("Release");
    });
  }

  async #publish(): Promise<void> {
    const env = { ...this.#registryEnv, TURBO_TELEMETRY_DISABLED: "1" };
    await this.#options.step("Build and publish", () =>
      this.#run(["pnpm", "release:publish", "--no-git-tag"], { env }),
    );
  }

  /** What a team does that publishes nothing else: docs/guides/publishing.md. */
  async #publishTypesAlone(scope: string): Promise<void> {
    const env = { ...this.#registryEnv, CI: "true" };
    const publish = "pnpm --filter ./packages/types publish --access public --no-git-checks";
    await this.#run(publish.split(" "), { env });
    const cwd = join(this.#folder, "types-only");
    const name = packageName(scope, "types");
    mkdirSync(cwd);
    writeFileSync(join(cwd, "package.json"), '{ "private": true, "type": "module" }\n');
    await this.#run(["npm", "install", name, "--no-audit", "--no-fund"], { cwd, env });
    await this.#run(["node", "--eval", `import(${JSON.stringify(name)})`], { cwd, env });
    const installed = readdirSync(join(cwd, "node_modules", splitScope(scope).organization));
    if (installed.length !== 1)
      throw new RehearsalError(`Installing the types alone installed ${installed.join(", ")}`);
  }

  /** What the publishing job of the workflow runs first, and stops at. */
  async #checkReleaseCommit(): Promise<void> {
    await this.#options.step("Check the release commit, as the publishing job does", async () => {
      // The job starts from a fresh clone: nothing is left of what an earlier version built.
      for (const { folder } of publishedPackages(this.#copy))
        rmSync(join(this.#copy, folder, "dist"), { recursive: true, force: true });
      try {
        await this.#pnpm("--silent", "check");
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        throw new RehearsalError(`The release commit could not be published:\n${error.message}`);
      }
    });
  }

  /** What the project needs in addition to the packages, in the versions that the repository is tested with. */
  #tools(): string[] {
    const { catalog } = parse(readFileSync(join(this.#copy, "pnpm-workspace.yaml"), "utf8")) as {
      catalog: Record<string, string>;
    };
    return ["typescript", "@types/node", "@microsoft/signalr"].map(
      (name) => `${name}@${catalog[name] ?? "latest"}`,
    );
  }

  /** Runs a program, in the copy unless told otherwise. */
  #run(command: readonly string[], options: Partial<RunOptions> = {}): Promise<string> {
    return run(command, { cwd: this.#copy, signal: this.#options.signal, ...options });
  }

  #pnpm(...args: readonly string[]): Promise<string> {
    return this.#run(["pnpm", ...args], { env: { CI: "true" } });
  }

  async #commit(message: string): Promise<void> {
    const identity = ["-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@example.com"];
    await this.#run(["git", "add", "--all"]);
    await this.#run(["git", ...identity, "commit", "--quiet", "--message", message]);
  }
}

/** What semver makes of a version. */
export function nextVersion(version: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (bump === "major") return `${major + 1}.0.0`;
  if (bump === "minor") return `${major}.${minor + 1}.0`;
  return bump === "patch" ? `${major}.${minor}.${patch + 1}` : version;
}

function shown(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
