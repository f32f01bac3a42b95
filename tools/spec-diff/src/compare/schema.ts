import { type JsonValue, isObject } from "../../../generator/src/json.ts";
import type { Comparison, SchemaPlace } from "../comparison.ts";
import { compareLimits, compareOtherKeywords } from "./schema-limits.ts";
import { compareSchemaNotes } from "./schema-notes.ts";
import { compareObjects } from "./schema-object.ts";
import { compareNull, compareTypes } from "./schema-type.ts";
import { compareBranches, compareUnions, isPlainUnion } from "./schema-union.ts";
import { compareDefaults, compareValues } from "./schema-values.ts";

/**
 * Compares two schemas where they stand. What two references name is compared later, once for each direction; where one
 * side is written in place, the other is followed there.
 */
export function compareSchemas(
  c: Comparison,
  rawBefore: JsonValue | undefined,
  rawAfter: JsonValue | undefined,
  place: SchemaPlace,
): void {
  const from = c.before.schemas.readReference(rawBefore);
  const to = c.after.schemas.readReference(rawAfter);
  if (from && to && place.travels) {
    c.enqueue(from.name, to.name, place.direction);
    const notes = { before: c.before.schemas.read(from.notes), after: c.after.schemas.read(to.notes) };
    compareSchemaNotes(c, notes.before, notes.after, place);
    compareDefaults(c, notes.before, notes.after, place);
    return;
  }
  // A schema that contains itself is compared once; the text that leads back to it is the same on both sides.
  if (isObject(rawBefore) && isObject(rawAfter)) {
    const before = c.before.spec.resolve(rawBefore);
    if (place.open.includes(before)) return;
    compareContents(c, rawBefore, rawAfter, { ...place, open: [...place.open, before] });
  } else compareContents(c, rawBefore, rawAfter, place);
}

function compareContents(
  c: Comparison,
  rawBefore: JsonValue | undefined,
  rawAfter: JsonValue | undefined,
  place: SchemaPlace,
): void {
  const before = c.before.schemas.read(rawBefore);
  const after = c.after.schemas.read(rawAfter);
  const compare = (b: JsonValue | undefined, a: JsonValue | undefined, at: SchemaPlace) =>
    compareSchemas(c, b, a, at);

  compareSchemaNotes(c, before, after, place);
  compareDefaults(c, before, after, place);
  compareNull(c, before, after, place);
  const fromUnion = isPlainUnion(before);
  const toUnion = isPlainUnion(after);
  if (fromUnion !== toUnion && before.unions.length + after.unions.length === 1) {
    const branches = (schema: typeof before, raw: JsonValue | undefined) =>
      schema.unions[0]?.branches ?? [raw ?? true];
    compareBranches(c, branches(before, rawBefore), branches(after, rawAfter), place, compare);
    return;
  }
  if (!compareTypes(c, before, after, place)) return;
  compareValues(c, before, after, place);
  compareLimits(c, before, after, place);
  compareObjects(c, before, after, place, compare);
  if (before.items !== undefined || after.items !== undefined) {
    compare(before.items ?? true, after.items ?? true, {
      ...place,
      where: `${place.where}[]`,
      ignoresNull: false,
    });
  }
  compareUnions(c, before, after, place, compare);
  compareOtherKeywords(c, before, after, place);
}

/** Compares the named schemas that are waiting, and those that they lead to. */
export function compareQueued(c: Comparison): void {
  for (let next = c.nextQueued(); next; next = c.nextQueued()) {
    const { before, after, direction } = next;
    compareContents(
      c,
      { $ref: componentReference(before) },
      { $ref: componentReference(after) },
      { direction, where: before, travels: true, open: [] },
    );
  }
}

export function componentReference(name: string): string {
  return `#/components/schemas/${encodeURIComponent(name).replaceAll("~", "~0").replaceAll("%2F", "~1")}`;
}
