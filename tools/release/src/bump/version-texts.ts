import { readFileSync } from "node:fs";
import { join } from "node:path";
import { trackedFiles } from "../rescope/workspace.ts";
import type { Write } from "./write-set.ts";

/** Pages and sources that speak of the newest version. */
const isAboutNewest = (path: string): boolean =>
  /^(README|AGENTS|CONTRIBUTING)\.md$|^docs\/emulator\.md$|^packages\/[^/]+\/(README\.md|src\/.*\.ts)$/.test(
    path,
  );

/** Pages and sources in which the name of a version may be an example, or part of what was measured. */
const isWrittenByHand = (path: string): boolean =>
  /\.(md|ts)$/.test(path) &&
  !/^(spec|tools|tests|\.changeset|docs\/(decisions|migrations))\/|\/(generated|test)\/|CHANGELOG|emulator-coverage/.test(
    path,
  );

/**
 * Puts the new version where a text says which one the packages speak (`REST API 2024-12-01`, `version 2024-12-01`) or links
 * to its document. Examples and dated imports stay as they are.
 */
export function versionTexts(root: string, current: string, version: string): Write[] {
  return trackedFiles(root)
    .filter(isAboutNewest)
    .flatMap((path) => {
      const text = readFileSync(join(root, path), "utf8");
      const changed = text.replaceAll(
        new RegExp(String.raw`((?:REST API|version) |\bspec/)${current}\b`, "g"),
        (_, before: string) => before + version,
      );
      return changed === text ? [] : [{ path, text: changed }];
    });
}

/** How many lines still name a version, once some files are rewritten; and in which files. */
export function linesWith(
  root: string,
  version: string,
  written: readonly Write[],
): { readonly lines: number; readonly files: readonly string[] } {
  const texts = new Map(written.map(({ path, text }) => [path, text ?? ""]));
  const counts = trackedFiles(root)
    .filter(isWrittenByHand)
    .map((path) => {
      const text = texts.get(path) ?? readFileSync(join(root, path), "utf8");
      return { path, lines: text.split("\n").filter((line) => line.includes(version)).length };
    })
    .filter(({ lines }) => lines > 0);
  return {
    lines: counts.reduce((sum, { lines }) => sum + lines, 0),
    files: counts.map(({ path }) => path),
  };
}
