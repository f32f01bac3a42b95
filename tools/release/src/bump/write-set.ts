import { existsSync, mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file as it is to be; `undefined`: it is to go. Paths are relative to the repository. */
export interface Write {
  readonly path: string;
  readonly text: string | undefined;
}

/** What was there before a set of writes. */
export interface Undo {
  /** Puts every file, and every folder, back as it was. */
  rollBack(): void;
}

/**
 * Writes all files or none: when one fails, those before it are put back.
 *
 * @param before Called before each write.
 */
export function applyWrites(
  root: string,
  writes: readonly Write[],
  before: (path: string) => void = () => {},
): Undo {
  const originals: { path: string; bytes: Buffer | undefined }[] = [];
  const madeFolders: string[] = [];
  const undo: Undo = {
    rollBack() {
      for (const { path, bytes } of originals.toReversed()) {
        if (bytes === undefined) rmSync(path, { force: true });
        else {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, bytes);
        }
      }
      for (const folder of madeFolders.toReversed()) if (existsSync(folder)) rmdirSync(folder);
    },
  };
  try {
    for (const { path, text } of writes) {
      before(path);
      const target = join(root, path);
      originals.push({ path: target, bytes: existsSync(target) ? readFileSync(target) : undefined });
      if (text === undefined) rmSync(target);
      else {
        for (const folder of missingFolders(dirname(target))) {
          mkdirSync(folder);
          madeFolders.push(folder);
        }
        writeFileSync(target, text);
      }
    }
  } catch (error) {
    undo.rollBack();
    throw error;
  }
  return undo;
}

/** The folders on the way to this one that do not exist, the outermost first. */
function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [...missingFolders(dirname(folder)), folder];
}
