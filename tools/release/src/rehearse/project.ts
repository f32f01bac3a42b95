import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, run } from "../process.ts";
import { packageName } from "../rescope/scope-name.ts";
import { startCompanion } from "./companion.ts";
import { consumerProgram } from "./consumer-program.ts";

/** A project of a user of the published packages. */
export interface ProjectOptions {
  /** Where it is. */
  readonly folder: string;
  /** The repository whose files it starts from. */
  readonly repository: string;
  readonly scope: string;
  /** The API version that its programs are written for. */
  readonly apiVersion: string;
  /** Settings under which npm uses the local registry. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export const packageNames = ["types", "fetch-client", "auth", "hub", "emulator"] as const;

export class Project {
  readonly #options: ProjectOptions;

  constructor(options: ProjectOptions) {
    this.#options = options;
  }

  /** Makes the project in an empty folder and installs the packages into it, as a stranger would. */
  async create(tools: readonly string[]): Promise<void> {
    const { folder, repository, scope } = this.#options;
    mkdirSync(folder, { recursive: true });
    cpSync(join(repository, "tools/release/project"), folder, { recursive: true });
    rmSync(join(folder, "README.md"), { force: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    writeFileSync(
      join(folder, "example.ts"),
      firstExample(readFileSync(join(repository, "README.md"), "utf8")),
    );
    writeFileSync(join(folder, "everything.ts"), this.#everything(""));
    writeFileSync(join(folder, "pinned.ts"), this.#everything(`/${this.#options.apiVersion}`));
    await this.#npm("install", ...packageNames.map((name) => packageName(scope, name)));
    await this.#npm("install", "--save-dev", ...tools);
  }

  /** Takes newer versions within the ranges of its package.json. */
  async update(): Promise<void> {
    await this.#npm("update");
  }

  /** Takes the newest versions, whatever the ranges say. */
  async upgrade(): Promise<void> {
    await this.#npm(
      "install",
      ...packageNames.map((name) => `${packageName(this.#options.scope, name)}@latest`),
    );
  }

  /** The versions that are installed, by name without scope. */
  versions(): Record<string, string> {
    const { folder, scope } = this.#options;
    return Object.fromEntries(
      packageNames.map((name) => {
        const manifest = readFileSync(
          join(folder, "node_modules", packageName(scope, name), "package.json"),
          "utf8",
        );
        return [name, (JSON.parse(manifest) as { version: string }).version];
      }),
    );
  }

  /** What the compiler says of one of the project's programs: nothing when it compiles. */
  async compile(program: "example" | "everything" | "pinned" | "listener"): Promise<string> {
    const { folder, signal } = this.#options;
    const settings = join(folder, `tsconfig.${program}.json`);
    writeFileSync(settings, JSON.stringify({ extends: "./tsconfig.json", include: [`${program}.ts`] }));
    try {
      await run(["node_modules/.bin/tsc", "-p", settings], { cwd: folder, signal });
      return "";
    } catch (error) {
      if (error instanceof CommandError && error.stdout.includes("error TS")) return error.stdout.trim();
      throw error;
    }
  }

  /** Runs the README's example against the emulator, with a real client that listens. */
  async runExample(): Promise<void> {
    const { folder, signal } = this.#options;
    const emulator = startCompanion(["node_modules/.bin/signalr-emulator", "start", "--port", "0"], {
      cwd: folder,
      signal,
    });
    try {
      const connectionString = await emulator.line(/^Endpoint=/);
      const env = { AZURE_SIGNALR_CONNECTION_STRING: connectionString };
      const listener = startCompanion([process.execPath, "listener.ts"], { cwd: folder, env, signal });
      try {
        await listener.line(/^connected$/);
        await run([process.execPath, "example.ts"], { cwd: folder, env, signal });
        await listener.line(/^received hi$/);
      } finally {
        await listener.close();
      }
    } finally {
      await emulator.close();
    }
  }

  #everything(subpath: string): string {
    const { repository, scope, apiVersion } = this.#options;
    const from = (path: string) => ({
      client: packageName(scope, "fetch-client") + path,
      types: packageName(scope, "types") + path,
    });
    return consumerProgram(
      join(repository, `spec/${apiVersion}/openapi.yaml`),
      from(subpath),
      from(`/${apiVersion}`),
    );
  }

  async #npm(...args: readonly string[]): Promise<void> {
    const { folder, env, signal } = this.#options;
    await run(["npm", ...args, "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, env, signal });
  }
}

/** The first TypeScript example of a page. @throws {Error} when there is none. */
export function firstExample(page: string): string {
  const example = /^```ts\n(.*?)^```$/ms.exec(page)?.[1];
  if (example === undefined)
    throw new Error("The README has no example: expected a block that begins with ```ts");
  return example;
}
