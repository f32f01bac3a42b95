import { type JsonValue, isObject } from "../../generator/src/json.ts";
import { sameJson } from "./canonical-json.ts";
import { type Draft, type Limit, lowerLimits, upperLimits } from "./schema.ts";

export function emptyDraft(): Draft {
  return {
    types: undefined,
    nullable: true,
    values: undefined,
    knownValues: [],
    format: undefined,
    patterns: [],
    limits: {},
    uniqueItems: false,
    properties: new Map(),
    required: new Set(),
    additional: undefined,
    items: undefined,
    unions: [],
    discriminator: undefined,
    readOnly: false,
    writeOnly: false,
    deprecated: false,
    default: undefined,
    documentation: {},
    others: new Map(),
  };
}

/** `anyOf` inside `anyOf` is one list. */
export function flattenUnion(branches: readonly JsonValue[], kind: "oneOf" | "anyOf"): JsonValue[] {
  return branches.flatMap((branch) =>
    isObject(branch) && Array.isArray(branch[kind]) && Object.keys(branch).length === 1
      ? flattenUnion(branch[kind], kind)
      : [branch],
  );
}

/** A union of literals is an enum, one of bare types a list of types, one of both an open enum; `undefined` for others. */
export function simplifyUnion(branches: readonly Draft[]): Draft | undefined {
  if (branches.length === 0) return undefined;
  const literals = branches.filter((one) => one.values !== undefined && isBare(one));
  const bare = branches.filter((one) => one.values === undefined && one.types !== undefined && isBare(one));
  if (literals.length + bare.length < branches.length) return undefined;
  const formats = new Set(bare.map(({ format }) => format));
  if (bare.length > 1 && (formats.size > 1 || !formats.has(undefined))) return undefined;
  const union = emptyDraft();
  union.types = new Set(branches.flatMap(({ types }) => [...(types ?? [])]));
  const values = literals.flatMap((one) => one.values ?? []);
  if (bare.length === 0) {
    union.values = values;
    return union;
  }
  const open = new Set(bare.flatMap(({ types }) => [...(types ?? [])]));
  if (!literals.every((one) => [...(one.types ?? [])].every((type) => open.has(type)))) return undefined;
  union.types = open;
  union.knownValues = values;
  union.format = bare[0]?.format;
  return union;
}

/** Whether a schema says nothing but types, format and values. */
function isBare(one: Draft): boolean {
  return (
    one.properties.size === 0 &&
    one.required.size === 0 &&
    one.additional === undefined &&
    one.items === undefined &&
    one.unions.length === 0 &&
    one.patterns.length === 0 &&
    Object.keys(one.limits).length === 0 &&
    !one.uniqueItems &&
    one.others.size === 0
  );
}

/**
 * What is valid by both.
 *
 * @param annotate Whether the texts of the second replace those of the first, as next to a reference.
 */
export function merge(a: Draft, b: Draft, annotate: boolean): Draft {
  const limits: Draft["limits"] = {};
  for (const limit of lowerLimits) setLimit(limits, limit, a, b, Math.max);
  for (const limit of upperLimits) setLimit(limits, limit, a, b, Math.min);
  setLimit(limits, "multipleOf", a, b, Math.max);
  return {
    types: intersectTypes(a.types, b.types),
    nullable: a.nullable && b.nullable,
    values:
      a.values && b.values
        ? a.values.filter((value) => b.values?.some((other) => sameJson(value, other)))
        : (a.values ?? b.values),
    knownValues: [...a.knownValues, ...b.knownValues],
    format: b.format ?? a.format,
    patterns: [...new Set([...a.patterns, ...b.patterns])].toSorted(),
    limits,
    uniqueItems: a.uniqueItems || b.uniqueItems,
    properties: mergeMaps(a.properties, b.properties, (known, property) => ({ allOf: [known, property] })),
    required: new Set([...a.required, ...b.required]),
    additional: bothOf(a.additional, b.additional),
    items: bothOf(a.items, b.items),
    unions: [...a.unions, ...b.unions],
    discriminator: b.discriminator ?? a.discriminator,
    readOnly: a.readOnly || b.readOnly,
    writeOnly: a.writeOnly || b.writeOnly,
    deprecated: a.deprecated || b.deprecated,
    default: b.default ?? a.default,
    documentation: annotate
      ? { ...a.documentation, ...b.documentation }
      : { ...b.documentation, ...a.documentation },
    others: mergeMaps(a.others, b.others, (known, value) => [known, value]),
  };
}

function mergeMaps(
  a: ReadonlyMap<string, JsonValue>,
  b: ReadonlyMap<string, JsonValue>,
  join: (known: JsonValue, value: JsonValue) => JsonValue,
): Map<string, JsonValue> {
  const merged = new Map(a);
  for (const [name, value] of b) {
    const known = merged.get(name);
    merged.set(name, known === undefined ? value : join(known, value));
  }
  return merged;
}

function setLimit(
  limits: Draft["limits"],
  limit: Limit,
  { limits: { [limit]: x } }: Draft,
  { limits: { [limit]: y } }: Draft,
  choose: (x: number, y: number) => number,
): void {
  const value = x === undefined ? y : y === undefined ? x : choose(x, y);
  if (value !== undefined) limits[limit] = value;
}

function bothOf(a: JsonValue | undefined, b: JsonValue | undefined): JsonValue | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a === false || b === false) return false;
  if (a === true) return b;
  return b === true ? a : { allOf: [a, b] };
}

function intersectTypes(
  a: ReadonlySet<string> | undefined,
  b: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (!a || !b) return a ?? b;
  const both = new Set<string>();
  for (const type of a) if (b.has(type) || (type === "integer" && b.has("number"))) both.add(type);
  for (const type of b) if (type === "integer" && a.has("number")) both.add(type);
  return both;
}
