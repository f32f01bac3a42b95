import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { run } from "../process.ts";
import type { Write } from "./write-set.ts";

/** A temporary copy of `spec/`, in which a change of versions is worked out while the repository stays as it is. */
export class StagingFolder implements Disposable {
  readonly root: string;
  readonly #repository: string;
  readonly #paths = new Set<string>();

  constructor(repository: string) {
    this.#repository = repository;
    this.root = mkdtempSync(join(tmpdir(), "api-versions-"));
    cpSync(join(repository, "spec"), this.path("spec"), {
      recursive: true,
      filter: (path) => basename(path) !== "node_modules",
    });
  }

  /** Where a file is that would be at this path of the repository. */
  path(path: string): string {
    return join(this.root, path);
  }

  has(path: string): boolean {
    return existsSync(this.path(path));
  }

  read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  add(...writes: readonly Write[]): void {
    for (const { path, text = "" } of writes) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), text);
      this.#paths.add(path);
    }
  }

  /** Formats what was added, so that the formatter's gate has nothing to say later. */
  async format(signal: AbortSignal): Promise<void> {
    for (const name of [".oxfmtrc.json", ".editorconfig"])
      if (existsSync(join(this.#repository, name)))
        copyFileSync(join(this.#repository, name), this.path(name));
    if (this.#paths.size > 0) await run(["oxfmt", ...this.#paths], { cwd: this.root, signal });
  }

  /** What was added, where it differs from the repository. */
  writes(): Write[] {
    return [...this.#paths]
      .map((path) => ({ path, text: this.read(path) }))
      .filter(({ path, text }) => {
        const file = join(this.#repository, path);
        return !existsSync(file) || readFileSync(file, "utf8") !== text;
      });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
