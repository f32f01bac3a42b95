import { isObject } from "../../../generator/src/json.ts";
import type { Comparison, SchemaPlace } from "../comparison.ts";
import { type Limit, type Schema, lowerLimits, upperLimits } from "../schema.ts";
import { canonicalJson, sameJson } from "../canonical-json.ts";

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
  const report = (family: string, direction: "tightened" | "loosened", message: string) =>
    c.reportSchema(`${family}-${direction}`, place, message);

  for (const [limits, sign] of [
    [lowerLimits, 1],
    [upperLimits, -1],
  ] as const) {
    for (const limit of limits) {
      const from = before.limits[limit];
      const to = after.limits[limit];
      if (from === to) continue;
      const tighter = from === undefined || (to !== undefined && (to - from) * sign > 0);
      report(familyOf[limit], tighter ? "tightened" : "loosened", changed(limit, from, to));
    }
  }
  const from = before.limits.multipleOf;
  const to = after.limits.multipleOf;
  if (from !== to) {
    // 10 is a looser step than 5 only where it divides; what divides neither way takes values away.
    const looser = to === undefined || (from !== undefined && Number.isInteger(from / to));
    report("multiple-of", looser ? "loosened" : "tightened", changed("multipleOf", from, to));
    const incomparable = from !== undefined && to !== undefined && !looser && !Number.isInteger(to / from);
    if (incomparable) report("multiple-of", "loosened", changed("multipleOf", from, to));
  }
  if (before.uniqueItems !== after.uniqueItems) {
    report(
      "unique-items",
      after.uniqueItems ? "tightened" : "loosened",
      `uniqueItems changed from ${before.uniqueItems} to ${after.uniqueItems}`,
    );
  }
  comparePatterns(c, before, after, place);
}

function comparePatterns(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  const lost = before.patterns.filter((pattern) => !after.patterns.includes(pattern));
  const gained = after.patterns.filter((pattern) => !before.patterns.includes(pattern));
  const message = changed(
    "pattern",
    before.patterns.join(" and ") || undefined,
    after.patterns.join(" and ") || undefined,
  );
  if (lost.length > 0 && gained.length > 0) c.reportSchema("pattern-changed", place, message);
  else if (gained.length > 0) c.reportSchema("pattern-tightened", place, message);
  else if (lost.length > 0) c.reportSchema("pattern-loosened", place, message);
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

function changed(what: string, from: number | string | undefined, to: number | string | undefined): string {
  return `${what} changed from ${from ?? "none"} to ${to ?? "none"}`;
}

function short(value: Parameters<typeof canonicalJson>[0]): string {
  if (value === undefined) return "none";
  const text = isObject(value) || Array.isArray(value) ? canonicalJson(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
