import type { JsonValue } from "../../../generator/src/json.ts";
import type { Comparison, SchemaPlace } from "../comparison.ts";
import type { Schema } from "../schema.ts";
import { sameJson } from "../canonical-json.ts";

export function compareValues(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  if (before.values && after.values) {
    const added = without(after.values, before.values);
    const removed = without(before.values, after.values);
    const lists = `from ${list(before.values)} to ${list(after.values)}`;
    if (added.length > 0) c.reportSchema("enum-value-added", place, `values ${list(added)} added, ${lists}`);
    if (removed.length > 0)
      c.reportSchema("enum-value-removed", place, `values ${list(removed)} removed, ${lists}`);
  } else if (after.values) {
    c.reportSchema("enum-introduced", place, `values changed from any to ${list(after.values)}`);
  } else if (before.values) {
    c.reportSchema("enum-dropped", place, `values changed from ${list(before.values)} to any`);
  } else {
    const added = without(after.knownValues, before.knownValues);
    const removed = without(before.knownValues, after.knownValues);
    const lists = `from ${list(before.knownValues)} to ${list(after.knownValues)} (open list)`;
    if (added.length > 0) c.reportSchema("known-value-added", place, `values ${list(added)} named, ${lists}`);
    if (removed.length > 0)
      c.reportSchema("known-value-removed", place, `values ${list(removed)} no longer named, ${lists}`);
  }
}

export function compareDefaults(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  if (sameJson(before.default, after.default)) return;
  const rule = before.default === undefined ? "added" : after.default === undefined ? "removed" : "changed";
  c.reportSchemaChange(`default-${rule}`, place, "default", text(before.default), text(after.default));
}

function without(values: readonly JsonValue[], others: readonly JsonValue[]): JsonValue[] {
  return values.filter((value) => !others.some((other) => sameJson(value, other)));
}

function list(values: readonly JsonValue[]): string {
  return values.length === 0 ? "none" : values.map((value) => JSON.stringify(value)).join(", ");
}

function text(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
