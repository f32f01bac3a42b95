import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../process.ts";

const identity = ["-c", "user.name=Trial", "-c", "user.email=trial@example.com"];

/** A clone of the repository's last commit with everything installed, to bump as often as one likes. */
export class ScratchClone implements AsyncDisposable {
  readonly root: string;
  readonly #signal: AbortSignal;

  private constructor(root: string, signal: AbortSignal) {
    this.root = root;
    this.#signal = signal;
  }

  static async create(repository: string, signal: AbortSignal): Promise<ScratchClone> {
    const clone = new ScratchClone(mkdtempSync(join(tmpdir(), "bump-trial-")), signal);
    try {
      await run(["git", "clone", "--quiet", "--shared", repository, clone.root], { cwd: tmpdir(), signal });
      await clone.run(["pnpm", "install", "--frozen-lockfile", "--prefer-offline"]);
      return clone;
    } catch (error) {
      await clone[Symbol.asyncDispose]();
      throw error;
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  run(command: readonly string[], cwd = ""): Promise<string> {
    const env = { CI: "true", NO_COLOR: "1", FORCE_COLOR: "0" };
    return run(command, { cwd: join(this.root, cwd), env, signal: this.#signal });
  }

  async commit(message: string): Promise<void> {
    await this.run(["git", "add", "--all"]);
    await this.run(["git", ...identity, "commit", "--quiet", "--message", message]);
  }

  /** Puts everything that git tracks back as it was cloned. What was built stays, and is built again from what changes. */
  async reset(): Promise<void> {
    await this.run(["git", "reset", "--hard", "--quiet", "origin/HEAD"]);
    await this.run(["git", "clean", "--force", "-d", "--quiet"]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
