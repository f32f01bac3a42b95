import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import type { GeneratedFile } from "./emit/source-text.ts";
import { isObject } from "./json.ts";

/** Why a folder differs from what would be generated. */
export interface Drift {
  readonly path: string;
  readonly reason: "missing" | "changed" | "orphan";
}

/**
 * Replaces a folder by the given files as a whole. They are first written next to it, so a failure half-way leaves the old
 * folder as it was.
 */
export function writeFolder(folder: string, files: readonly GeneratedFile[]): void {
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}.new-`);
  try {
    for (const { path, text } of files) {
      const target = join(fresh, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Makes sure that a folder may be replaced: it does not exist, is empty or holds the manifest of this generator.
 *
 * @throws when it holds anything else, which a person may have written.
 */
export function assertReplaceable(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw new Error(`${folder} is not a folder: choose another --out`);
  if (readdirSync(folder).length === 0 || isOwnManifest(join(folder, "manifest.json"))) return;
  throw new Error(
    `${folder} holds files that this generator did not write (no manifest.json of it is there), and they would be ` +
      "deleted: choose another --out, or move them away. Nothing was changed",
  );
}

function isOwnManifest(path: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
    return (
      isObject(manifest) && typeof manifest.specSha256 === "string" && typeof manifest.generator === "string"
    );
  } catch {
    return false;
  }
}

/** Compares a folder with the files that belong into it. */
export function findDrift(folder: string, files: readonly GeneratedFile[]): Drift[] {
  const drift: Drift[] = [];
  const expected = new Map(files.map(({ path, text }) => [path, text]));
  const present = new Set(listFiles(folder));
  for (const [path, text] of expected) {
    if (!present.has(path)) drift.push({ path: join(folder, path), reason: "missing" });
    else if (readFileSync(join(folder, path), "utf8") !== text)
      drift.push({ path: join(folder, path), reason: "changed" });
  }
  for (const path of present)
    if (!expected.has(path)) drift.push({ path: join(folder, path), reason: "orphan" });
  return drift;
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}
