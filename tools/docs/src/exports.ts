import { join } from "node:path";
import { type DocumentedSymbol, readExports } from "./docstrings.ts";
import type { Problem } from "./problem.ts";
import { entryPoints, root } from "./sources.ts";

/** Whose members a reader chooses or calls. In plain data a name such as `connectionId` says enough. */
const explained = /(?:Options|Policy|Limits|Client|Hub|Error|Emulator|Credential)\.[^.]+$/;

/**
 * Every export says what it is; so does each option and each method. A function shows how it is used.
 */
export function findUndocumented(symbols: readonly DocumentedSymbol[]): Problem[] {
  return symbols.flatMap(({ name, kind, file, line, summary, tags, examples }) => {
    const complaints: string[] = [];
    const speaks = summary !== "" || tags.includes("see") || tags.includes("defaultValue");
    if (!speaks && (kind !== "member" || explained.test(name))) complaints.push("has no description");
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
