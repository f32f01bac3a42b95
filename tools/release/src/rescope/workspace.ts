import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A package.json of the repository. */
export interface Manifest {
  /** Relative to the root, with forward slashes; `""` is the root. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly private: boolean;
}

/** Runs git in a folder. @throws {Error} with what git said. */
export function git(root: string, ...args: readonly string[]): string {
  try {
    return execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 28,
    });
  } catch (cause) {
    const stderr = (cause as { stderr?: string }).stderr?.trim() ?? "";
    throw new Error(`git ${args[0]} failed${stderr === "" ? "" : `: ${stderr}`}`, { cause });
  }
}

/** The files that git knows, without those that are deleted in the working tree. */
export function trackedFiles(root: string): string[] {
  const deleted = new Set(list(git(root, "ls-files", "-z", "--deleted")));
  return list(git(root, "ls-files", "-z")).filter((path) => !deleted.has(path));
}

/** What differs from the last commit, untracked files included; one line each, as `git status --short` prints it. */
export function uncommitted(root: string): string[] {
  return git(root, "status", "--porcelain", "--untracked-files=all")
    .split("\n")
    .filter((line) => line !== "");
}

export function manifests(root: string, files: readonly string[] = trackedFiles(root)): Manifest[] {
  return files
    .filter((path) => /(^|\/)package\.json$/.test(path) && !/(^|\/)fixtures\//.test(path))
    .map((path) => {
      const content = JSON.parse(readFileSync(join(root, path), "utf8")) as Partial<Manifest>;
      return {
        folder: path.replace(/\/?package\.json$/, ""),
        name: content.name ?? "",
        version: content.version ?? "0.0.0",
        private: content.private === true,
      };
    });
}

/** The packages that are published. */
export function publishedPackages(root: string): Manifest[] {
  return manifests(root).filter((manifest) => !manifest.private && manifest.folder.startsWith("packages/"));
}

/**
 * The scope that the published packages have, with the prefix of their names where they have one: `@acme`, `@acme/signalr-`.
 *
 * @throws {Error} when they do not share one.
 */
export function currentScope(root: string): string {
  const published = publishedPackages(root);
  const scopes = new Set(
    published.map(({ name, folder }) => {
      const own = basename(folder);
      return name.startsWith("@") && name.endsWith(own) ? name.slice(0, -own.length).replace(/\/$/, "") : "";
    }),
  );
  const [scope] = scopes;
  if (scopes.size !== 1 || scope === undefined || scope === "")
    throw new Error(
      `The published packages do not share a scope: ${published.map(({ name }) => name).join(", ") || "there are none under packages/"}`,
    );
  return scope;
}

function list(output: string): string[] {
  return output.split("\0").filter((path) => path !== "");
}
