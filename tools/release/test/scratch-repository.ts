import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A git repository in a temporary folder, gone after the test. */
export interface ScratchRepository {
  readonly root: string;
  read(path: string): string;
  write(path: string, text: string): void;
  git(...args: string[]): string;
  /** Everything that differs from the last commit. */
  status(): string;
}

/** Makes a repository with these files in its only commit. */
export function scratchRepository(files: Readonly<Record<string, string>>): ScratchRepository {
  const root = mkdtempSync(join(tmpdir(), "release-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const repository: ScratchRepository = {
    root,
    read: (path) => readFileSync(join(root, path), "utf8"),
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    git: (...args) =>
      execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      }),
    status: () => repository.git("status", "--porcelain", "--untracked-files=all"),
  };
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.git("init", "--quiet", "--initial-branch=main");
  repository.git("add", ".");
  repository.git("commit", "--quiet", "--message=Start");
  return repository;
}
