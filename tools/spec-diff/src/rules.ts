import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bump, isBump } from "./change.ts";

/** What a kind of change means on each axis. */
export interface Rule {
  readonly wire: Bump;
  readonly types: Bump;
  /** What a user can do. */
  readonly advice: string | undefined;
}

/** The tables of the versioning policy. A rule about schemas has two rows, `request-…` and `response-…`. */
const page = join(import.meta.dirname, "../../../docs/versioning.md");

export const rules: ReadonlyMap<string, Rule> = new Map(
  readFileSync(page, "utf8").split("\n").flatMap(readRow),
);

/** @throws {Error} when the page has no such rule. */
export function ruleOf(id: string): Rule {
  const rule = rules.get(id);
  if (rule === undefined) throw new Error(`docs/versioning.md has no rule ${id}: expected a row of a table`);
  return rule;
}

function readRow(line: string): [string, Rule][] {
  const [, first = "", wire = "", types = "", , advice = ""] = line.split(/(?<!\\)\|/).map((cell) =>
    cell
      .trim()
      .replaceAll("\\|", "|")
      .replace(/^\*\*(.*)\*\*$/, "$1"),
  );
  const id = /^`([a-z-]+)`$/.exec(first)?.[1];
  if (id === undefined) return [];
  if (!isBump(wire) || !isBump(types))
    throw new Error(
      `docs/versioning.md: the rule ${id} has the verdicts "${wire}" and "${types}": expected major, minor, patch or none`,
    );
  return [[id, { wire, types, advice: advice === "" ? undefined : advice }]];
}
