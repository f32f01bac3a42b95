import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { benchFolder, root } from "./packages.ts";
import { groups } from "./groups.ts";
import { format } from "./format.ts";
import type { Row } from "./row.ts";

/** The rows of a group as they were measured once, and where. */
export interface Result {
  readonly group: string;
  /** Day of the run, `2026-01-31`. */
  readonly date: string;
  readonly machine: Machine;
  /** Versions of everything that is pinned for measuring, and of Node. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/** What a time, other than a ratio, depends on. */
export interface Machine {
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryInGiB: number;
}

export function describeMachine({ system, cpu, cores, memoryInGiB }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryInGiB} GiB, ${system}`;
}

const folder = "tools/bench/results";

/** Keeps the rows of a group in place of the former ones, whose history is git's. */
export function saveResult(group: string, rows: readonly Row[]): void {
  const { dependencies } = JSON.parse(readFileSync(join(benchFolder, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const processors = cpus();
  const result: Result = {
    group,
    date: new Date().toISOString().slice(0, 10),
    machine: {
      system: `${process.platform} ${process.arch}`,
      cpu: processors[0]?.model.trim() ?? "unknown",
      cores: processors.length,
      memoryInGiB: Math.round(totalmem() / 2 ** 30),
    },
    versions: { node: process.versions.node, ...dependencies },
    rows,
  };
  mkdirSync(join(root, folder), { recursive: true });
  const path = `${folder}/${group}.json`;
  writeFileSync(join(root, path), format(path, JSON.stringify(result, undefined, 2)));
}

/** The kept results, in the order of the groups. */
export function readResults(): Result[] {
  return Object.keys(groups)
    .map((name) => join(root, folder, `${name}.json`))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")) as Result);
}

/**
 * The results that a commit holds.
 *
 * @throws {Error} when there is no such commit, or it holds none.
 */
export function readResultsOf(revision: string): Result[] {
  const files = git("ls-tree", "--name-only", "--end-of-options", `${revision}:${folder}`)
    .split("\n")
    .filter(Boolean);
  if (files.length === 0)
    throw new Error(`${revision} is not a branch, tag or commit with results in ${folder}`);
  return files.map(
    (file) => JSON.parse(git("show", "--end-of-options", `${revision}:${folder}/${file}`)) as Result,
  );
}

function git(...args: string[]): string {
  return spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout.trimEnd();
}
