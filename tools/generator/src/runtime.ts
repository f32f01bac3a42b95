import { readFileSync } from "node:fs";
import { join } from "node:path";
import { headerLine, type GeneratedFile } from "./emit/source-text.ts";
import type { Model } from "./model/model.ts";

/** The handwritten modules that every generated client is built on. In this repository they are imported where they are. */
const runtimeFolder = join(import.meta.dirname, "../../../packages/fetch-client/src");

/**
 * The runtime for a client of another document: copies of ordinary modules, each with the header line. Modules that only
 * some documents need come along with what refers to them.
 */
export function copyRuntime(model: Model, client: readonly GeneratedFile[]): GeneratedFile[] {
  const copied = new Map<string, string>();
  const waiting = client.flatMap(({ text }) => importsOf(text, "./runtime/"));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (copied.has(name)) continue;
    const text = readFileSync(join(runtimeFolder, `${name}.ts`), "utf8");
    copied.set(name, headerLine(model) + text);
    waiting.push(...importsOf(text, "./"));
  }
  return [...copied]
    .map(([name, text]) => ({ path: `runtime/${name}.ts`, text }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Names of the modules that a source imports from a folder. */
function importsOf(text: string, folder: string): string[] {
  return [...text.matchAll(/ from "([^"]+)\.js";$/gm)].flatMap(([, path = ""]) => {
    const name = path.startsWith(folder) ? path.slice(folder.length) : "";
    return name === "" || name.includes("/") ? [] : [name];
  });
}
