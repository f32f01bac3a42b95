import { join } from "node:path";
import { type DocumentedSymbol, readExports } from "./docstrings.ts";
import type { Problem } from "./problem.ts";
import { entryPoints, root } from "./sources.ts";

/**
 * Every export says what it is, and so does each of its members; a function and a class that is not an error show how
 * they are used.
 */
export function findUndocumented(symbols: readonly DocumentedSymbol[]): Problem[] {
  return symbols.flatMap(({ name, kind, file, line, summary, tags, examples }) => {
    const complaints: string[] = [];
    if (summary === "" && !tags.includes("see")) complaints.push("has no description");
    if (kind === "function" && examples.length === 0) complaints.push("has no @example with a ts code block");
    return complaints.map((complaint) => ({ file, line, message: `${name} ${complaint}` }));
  });
}

/** What the packages export without a word. What openapi-typescript writes has none of ours. */
export function checkExports(): Problem[] {
  return entryPoints
    .flatMap((entry) => readExports(root, join(root, entry)))
    .filter(({ file }) => !file.endsWith("/openapi.d.ts"))
    .flatMap((symbol) => findUndocumented([symbol]));
}
