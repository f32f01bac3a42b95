import { type Dirent, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** An import as it stands in a file. */
export interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

/** Every TypeScript and JavaScript file below a folder, without what is installed or built. */
export function sourceFiles(folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : sourceFiles(path);
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });
}

const importPattern =
  /(?:^|[\s;}])(?:import|export)\s(?:[^"'`;]*?\sfrom\s)?\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** The imports of a source text. Comment lines do not count, since examples stand in them. */
export function findImports(file: string, text: string): Import[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  return [...code.matchAll(importPattern)].map((match) => ({
    file,
    line: code.slice(0, match.index + match[0].length).split("\n").length,
    specifier: match[1] ?? match[2] ?? "",
  }));
}

export function readImports(folder: string): Import[] {
  return sourceFiles(folder).flatMap((file) => findImports(file, readFileSync(file, "utf8")));
}
