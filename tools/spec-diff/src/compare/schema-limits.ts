import { isObject } from "../../../generator/src/json.ts";
import type { Comparison, SchemaPlace } from "../comparison.ts";
import { type Limit, type Schema, lowerLimits, upperLimits } from "../schema.ts";
import { canonicalJson, sameJson } from "../canonical-json.ts";
import { differenceOf } from "../members.ts";

const familyOf: Readonly<Record<Limit, string>> = {
  minimum: "range",
  maximum: "range",
  exclusiveMinimum: "range",
  exclusiveMaximum: "range",
  minLength: "length",
  maxLength: "length",
  minItems: "item-count",
  maxItems: "item-count",
  minProperties: "property-count",
  maxProperties: "property-count",
  multipleOf: "multiple-of",
};

export function compareLimits(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  for (const [limits, sign] of [
    [lowerLimits, 1],
    [upperLimits, -1],
  ] as const) {
    for (const limit of limits) {
      const from = before.limits[limit];
      const to = after.limits[limit];
      const isTighter = from === undefined || (to !== undefined && (to - from) * sign > 0);
      const rule = `${familyOf[limit]}-${isTighter ? "tightened" : "loosened"}`;
      c.reportSchemaChange(rule, place, limit, from, to);
    }
  }
  const from = before.limits.multipleOf;
  const to = after.limits.multipleOf;
  // 10 is a looser step than 5 only where it divides; what divides neither way takes values away.
  const isLooser = to === undefined || (from !== undefined && Number.isInteger(from / to));
  const isComparable = from === undefined || to === undefined || isLooser || Number.isInteger(to / from);
  if (!isLooser) c.reportSchemaChange("multiple-of-tightened", place, "multipleOf", from, to);
  if (isLooser || !isComparable) c.reportSchemaChange("multiple-of-loosened", place, "multipleOf", from, to);
  const uniqueRule = after.uniqueItems ? "unique-items-tightened" : "unique-items-loosened";
  c.reportSchemaChange(uniqueRule, place, "uniqueItems", before.uniqueItems, after.uniqueItems);
  const { lost, gained } = differenceOf(before.patterns, after.patterns);
  const patternRule =
    gained.length === 0 ? "pattern-loosened" : lost.length === 0 ? "pattern-tightened" : "pattern-changed";
  const [patterns, others] = [before, after].map((one) => one.patterns.join(" and ") || undefined);
  c.reportSchemaChange(patternRule, place, "pattern", patterns, others);
}

/** Keywords that decide what the type looks like. */
const shaping = new Set(["prefixItems", "patternProperties", "xml", "$dynamicRef"]);

/** Keywords that have no rule of their own: compared as they are, with references followed and texts left out. */
export function compareOtherKeywords(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  for (const keyword of new Set([...before.others.keys(), ...after.others.keys()])) {
    const from = c.before.schemas.expand(before.others.get(keyword));
    const to = c.after.schemas.expand(after.others.get(keyword));
    if (sameJson(from, to)) continue;
    const message = `${keyword} changed from ${short(from)} to ${short(to)}`;
    if (shaping.has(keyword)) c.reportSchema("shape-changed", place, message);
    else if (from === undefined) c.reportSchema("constraint-added", place, message);
    else if (to === undefined) c.reportSchema("constraint-removed", place, message);
    else c.reportSchema("constraint-changed", place, message);
  }
}

function short(value: Parameters<typeof canonicalJson>[0]): string {
  if (value === undefined) return "none";
  const text = isObject(value) || Array.isArray(value) ? canonicalJson(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
