import type { JsonObject, JsonValue } from "../../../generator/src/json.ts";
import type { Comparison, SchemaPlace } from "../comparison.ts";
import type { Schema } from "../schema.ts";
import { sameJson } from "../canonical-json.ts";

/** Texts of a schema, and its deprecation. */
export function compareSchemaNotes(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  compareTexts(c, before.documentation, after.documentation, place.textsAt ?? place.where);
  const rules = ["schema-deprecated", "schema-undeprecated"] as const;
  c.reportFlag(rules, place.where, "deprecated", before.deprecated, after.deprecated);
}

/** Reports each text that differs. */
export function compareTexts(
  c: Comparison,
  before: JsonObject,
  after: JsonObject,
  where: string,
  keys: Iterable<string> = new Set([...Object.keys(before), ...Object.keys(after)]),
): void {
  for (const key of keys) {
    if (sameJson(before[key], after[key])) continue;
    const [from, to] = shortened(before[key], after[key]);
    c.report("documentation-changed", where, `${key} changed from ${from} to ${to}`);
  }
}

const longest = 60;
/** How much of what both texts begin with is shown. */
const lead = 15;

/** Two texts, some 60 characters of each; where those would be the same, from shortly before the first that differs. */
function shortened(before: JsonValue | undefined, after: JsonValue | undefined): [string, string] {
  const [from, to] = [before, after].map((value) =>
    value === undefined ? "none" : JSON.stringify(value),
  ) as [string, string];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  const start = same > longest - lead ? same - lead : 0;
  const cut = (text: string) => {
    const isCut = start + longest < text.length;
    return `${start > 0 ? "…" : ""}${text.slice(start, start + longest)}${isCut ? "…" : ""}`;
  };
  return [cut(from), cut(to)];
}
