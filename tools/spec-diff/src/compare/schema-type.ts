import type { Comparison, SchemaPlace } from "../comparison.ts";
import type { Schema } from "../schema.ts";

/** Pairs of formats of which the second takes in the first. */
const wider: readonly (readonly [string, string])[] = [
  ["int32", "int64"],
  ["float", "double"],
];

/** @returns Whether the two have a type in common, so that going deeper makes sense. */
export function compareTypes(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): boolean {
  const bytesBefore = before.format === "binary";
  const bytesAfter = after.format === "binary";
  if (bytesBefore !== bytesAfter && (before.types || after.types)) {
    c.reportSchema("bytes-changed", place, `changed from ${describe(before)} to ${describe(after)}`);
    return false;
  }
  if (!compareTypeSets(c, before, after, place)) return false;
  compareFormats(c, before, after, place);
  return true;
}

export function compareNull(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  if (!place.ignoresNull && saysNull(before) && saysNull(after) && before.nullable !== after.nullable) {
    const rule = after.nullable ? "nullable-added" : "nullable-removed";
    c.reportSchema(rule, place, `changed from ${describe(before)} to ${describe(after)}`);
  }
}

/** Whether null is a question at all: where any type is valid it is not. */
function saysNull(schema: Schema): boolean {
  return schema.types !== undefined || schema.unions.length > 0;
}

function compareTypeSets(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): boolean {
  const lost = missing(before.types, after.types);
  const gained = missing(after.types, before.types);
  if (lost.length === 0 && gained.length === 0) return true;
  const message = `type changed from ${describe(before)} to ${describe(after)}`;
  const tsLost = missing(before.types, after.types, sameTypeScript);
  const tsGained = missing(after.types, before.types, sameTypeScript);
  if (tsLost.length === 0 && tsGained.length === 0) {
    c.reportSchema(lost.length > 0 ? "number-narrowed" : "number-widened", place, message);
    return true;
  }
  if (lost.length > 0 && gained.length > 0) {
    c.reportSchema("type-changed", place, message);
    return false;
  }
  c.reportSchema(lost.length > 0 ? "type-narrowed" : "type-widened", place, message);
  return before.types !== undefined && after.types !== undefined;
}

function sameTypeScript(a: string, b: string): boolean {
  return a === b || (isNumber(a) && isNumber(b));
}

function isNumber(type: string): boolean {
  return type === "integer" || type === "number";
}

/** The types of `of` that `by` does not take; `"any"` where `of` takes all and `by` does not. */
function missing(
  of: ReadonlySet<string> | undefined,
  by: ReadonlySet<string> | undefined,
  covers: (type: string, by: string) => boolean = (type, other) =>
    type === other || (type === "integer" && other === "number"),
): string[] {
  if (!by) return [];
  if (!of) return ["any"];
  return [...of].filter((type) => ![...by].some((other) => covers(type, other)));
}

function compareFormats(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  const from = before.format;
  const to = after.format;
  if (from === to) return;
  const message = `format changed from ${from ?? "none"} to ${to ?? "none"}`;
  const widens = to === undefined || wider.some(([narrow, wide]) => narrow === from && wide === to);
  const narrows = from === undefined || wider.some(([narrow, wide]) => narrow === to && wide === from);
  c.reportSchema(widens ? "format-widened" : narrows ? "format-narrowed" : "format-changed", place, message);
}

/** `string (date-time) or null`, for messages. */
export function describe(schema: Schema): string {
  const names = schema.types ? [...schema.types] : [schema.unions.length > 0 ? "union" : "any type"];
  if (saysNull(schema) && schema.nullable) names.push("null");
  const format = schema.format === undefined ? "" : ` (${schema.format})`;
  return `${names.length === 0 ? "nothing" : names.join(" or ")}${format}`;
}
