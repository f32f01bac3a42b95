import { type Document, type JsonValue, isObject, join, keysOf } from "../document.ts";
import type { Problem } from "./problem.ts";

/** A departure from what the service publishes, as `curation.md` records it. */
export interface CurationEntry {
  readonly id: string;
  readonly line: number;
  /** What must be true of the document for the entry to be true: see `isTrueOf()`. */
  readonly holds: readonly string[];
  readonly missing: readonly string[];
}

const fields = ["Reason", "Source", "Standing", "Holds"];

/** Reads the entries: a heading `### id`, then list items `- Reason: …`, `- Source: …`, `- Standing: …`, `- Holds: …`. */
export function readCuration(text: string): CurationEntry[] {
  const entries: { id: string; line: number; holds: string[]; seen: Set<string> }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const id = /^### (.+)$/.exec(line)?.[1];
    if (id !== undefined) entries.push({ id, line: index + 1, holds: [], seen: new Set() });
    const field = /^- (\w+): (.*)$/.exec(line);
    const entry = entries.at(-1);
    if (!field || !entry) continue;
    const [, name = "", value = ""] = field;
    if (value.trim() !== "") entry.seen.add(name);
    if (name === "Standing" && !/^(certain|our choice)\b/.test(value)) entry.seen.delete(name);
    if (name === "Holds") entry.holds.push(...expressionsIn(value));
  }
  return entries.map((entry) => ({
    id: entry.id,
    line: entry.line,
    holds: entry.holds,
    missing: fields.filter((name) => !entry.seen.has(name)),
  }));
}

/**
 * Whether an expression is true of the document: `<pointer>` (something is there), `no <pointer>` (nothing is) or
 * `<pointer> = <JSON>`. `*` in a pointer stands for each key, and all matches count.
 */
export function isTrueOf(document: Document, expression: string): boolean {
  const [, negated, pointer = "", json] = /^(no )?(\S+)(?: = (.+))?$/s.exec(expression) ?? [];
  const found = matches(document, pointer);
  if (negated) return found.every((value) => value === undefined);
  if (found.length === 0) return false;
  if (json === undefined) return found.every((value) => value !== undefined);
  return found.every((value) => JSON.stringify(value) === JSON.stringify(JSON.parse(json)));
}

function matches(document: Document, pattern: string): (JsonValue | undefined)[] {
  let places: (string | undefined)[] = ["#"];
  for (const key of keysOf(pattern)) {
    places = places.flatMap((place) => {
      if (place === undefined) return [undefined];
      const at = document.resolve(place);
      const isList = Array.isArray(at.value);
      if (!isList && !isObject(at.value)) return [undefined];
      const keys = Object.keys(at.value as object);
      if (key === "*") return keys.map((name) => join(at.pointer, name));
      return keys.includes(key) ? [join(at.pointer, key)] : [undefined];
    });
  }
  return places.map((place) => (place === undefined ? undefined : document.resolve(place).value));
}

/** Entries that are no longer true, and departures marked in the document without an entry (and the other way round). */
export function checkCuration(
  document: Document,
  specText: string,
  curationText: string,
  curationFile: string,
): Problem[] {
  const problems: Problem[] = [];
  const entries = readCuration(curationText);
  const marks = new Map<string, number>();
  for (const [index, line] of specText.split("\n").entries()) {
    const id = /# curation: ([\w-]+)/.exec(line)?.[1];
    if (id !== undefined && !marks.has(id)) marks.set(id, index + 1);
  }
  const add = (line: number, message: string): void => {
    problems.push({ file: curationFile, line, message });
  };
  const ids = new Set<string>();
  for (const entry of entries) {
    if (ids.has(entry.id)) add(entry.line, `${entry.id} is entered twice: expected a unique id`);
    ids.add(entry.id);
    for (const name of entry.missing)
      add(entry.line, `${entry.id} lacks "${name}": expected ${fields.join(", ")}`);
    for (const expression of entry.holds) {
      if (!isTrueOf(document, expression)) {
        add(entry.line, `${entry.id} is no longer in the document: expected ${expression}`);
      }
    }
    if (!marks.has(entry.id))
      add(entry.line, `${entry.id} has no comment "curation: ${entry.id}" in the document: expected one`);
  }
  for (const [id, line] of marks) {
    if (!ids.has(id)) {
      problems.push({
        file: document.file,
        line,
        message: `curation: ${id} has no entry: expected "### ${id}" in ${curationFile}`,
      });
    }
  }
  return problems;
}

/** Expressions in back-ticks, or in two of them where the expression holds one. */
function expressionsIn(text: string): string[] {
  return [...text.matchAll(/``(.+?)``|`([^`]+)`/g)].map((match) => match[1] ?? match[2] ?? "");
}
