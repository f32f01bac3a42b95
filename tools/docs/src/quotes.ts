import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCodeBlocks } from "./markdown.ts";
import type { Problem } from "./problem.ts";
import { listPages, root } from "./sources.ts";

/** Blocks that say which file they show and show something else. */
export function findStaleQuotes(
  page: string,
  text: string,
  read: (file: string) => string | undefined,
): Problem[] {
  return findCodeBlocks(text).flatMap(({ line, code, shows }) => {
    if (shows === undefined) return [];
    const file = read(shows);
    if (file === undefined) return [{ file: page, line, message: `shows ${shows}, which does not exist` }];
    return file.trimEnd() === code.trimEnd()
      ? []
      : [{ file: page, line, message: `does not show ${shows} as it is; pnpm docs:build --write copies it` }];
  });
}

/** The page with the files copied into the blocks that show them. */
export function copyQuotes(text: string, read: (file: string) => string | undefined): string {
  const lines = text.split("\n");
  for (const { line, endLine, shows } of findCodeBlocks(text).toReversed()) {
    const file = shows === undefined ? undefined : read(shows);
    if (file !== undefined) lines.splice(line, endLine - line - 1, ...file.trimEnd().split("\n"));
  }
  return lines.join("\n");
}

export function checkQuotes(): Problem[] {
  return listPages().flatMap((page) =>
    findStaleQuotes(page, readFileSync(join(root, page), "utf8"), readSource),
  );
}

export function writeQuotes(): void {
  for (const page of listPages()) {
    const text = readFileSync(join(root, page), "utf8");
    const copied = copyQuotes(text, readSource);
    if (copied !== text) writeFileSync(join(root, page), copied);
  }
}

function readSource(file: string): string | undefined {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
