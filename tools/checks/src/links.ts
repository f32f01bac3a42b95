#!/usr/bin/env node
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryFiles, root } from "./repository-files.ts";

/** A link of a Markdown page to a file of this repository that is not there. */
export interface DeadLink {
  readonly line: number;
  readonly target: string;
}

/** Relative links in a Markdown text that lead nowhere. */
export function findDeadLinks(text: string, exists: (target: string) => boolean): DeadLink[] {
  const dead: DeadLink[] = [];
  let inCode = false;
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(```|~~~)/.test(line)) inCode = !inCode;
    if (inCode) continue;
    for (const match of line.replaceAll(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
      const target = (match[1] ?? "").replace(/#.*$/, "");
      if (target === "" || /^[a-z][a-z0-9+.-]*:/i.test(target)) continue;
      if (!exists(target)) dead.push({ line: index + 1, target });
    }
  }
  return dead;
}

function main(): number {
  const pages = repositoryFiles("*.md");
  let dead = 0;
  for (const page of pages) {
    const exists = (target: string) => existsSync(join(root, dirname(page), decodeURIComponent(target)));
    for (const { line, target } of findDeadLinks(readFileSync(join(root, page), "utf8"), exists)) {
      console.error(`${page}:${line} links to ${target}, which does not exist`);
      dead++;
    }
  }
  if (dead === 0) console.log(`${pages.length} pages without a dead link`);
  return dead === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main();
