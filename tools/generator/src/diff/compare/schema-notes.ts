import type { JsonObject, JsonValue } from "../../json.ts";
import type { Comparison, SchemaPlace } from "../comparison.ts";
import type { Schema } from "../schema.ts";
import { sameJson } from "../canonical-json.ts";

/** Texts of a schema, and its deprecation. */
export function compareSchemaNotes(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  compareTexts(c, before.documentation, after.documentation, place.textsAt ?? place.where);
  if (before.deprecated !== after.deprecated) {
    c.report(
      after.deprecated ? "schema-deprecated" : "schema-undeprecated",
      place.where,
      `deprecated changed from ${before.deprecated} to ${after.deprecated}`,
    );
  }
}

/** Reports each text that differs. */
export function compareTexts(c: Comparison, before: JsonObject, after: JsonObject, where: string): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (sameJson(before[key], after[key])) continue;
    c.report(
      "documentation-changed",
      where,
      `${key} changed from ${shorten(before[key])} to ${shorten(after[key])}`,
    );
  }
}

function shorten(value: JsonValue | undefined): string {
  if (value === undefined) return "none";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}
