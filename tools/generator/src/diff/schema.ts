import { type JsonObject, type JsonValue, arrayAt, isObject, stringAt, stringsAt } from "../json.ts";
import { schemaReference } from "../model/type-expression.ts";
import type { Spec } from "../read-spec.ts";

/**
 * A schema in one spelling: OpenAPI 3.0 and 3.1 read the same, `allOf` is merged, `null` is a flag, a constant is an enum
 * of one, and a union of literals or of bare types is an enum or a list of types. Parts stay as written until they are read.
 */
export interface Schema {
  /** JSON types without `null`; `undefined` where any type is valid. */
  readonly types: ReadonlySet<string> | undefined;
  readonly nullable: boolean;
  /** The only valid values, without `null`. */
  readonly values: readonly JsonValue[] | undefined;
  /** Values that are named beside a type that takes others too (`anyOf: [enum, string]`). */
  readonly knownValues: readonly JsonValue[];
  readonly format: string | undefined;
  readonly patterns: readonly string[];
  readonly limits: Readonly<Partial<Record<Limit, number>>>;
  readonly uniqueItems: boolean;
  readonly properties: ReadonlyMap<string, JsonValue>;
  readonly required: ReadonlySet<string>;
  /** `undefined` where the document says nothing: others are valid, and the types have no index signature. */
  readonly additional: JsonValue | undefined;
  readonly items: JsonValue | undefined;
  readonly unions: readonly Union[];
  readonly discriminator: Discriminator | undefined;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly deprecated: boolean;
  readonly default: JsonValue | undefined;
  /** Texts and examples: what readers see and no machine minds. */
  readonly documentation: JsonObject;
  /** Every other keyword that decides which values are valid. */
  readonly others: ReadonlyMap<string, JsonValue>;
  readonly extensions: JsonObject;
}

export interface Union {
  readonly kind: "oneOf" | "anyOf";
  readonly branches: readonly JsonValue[];
}

export interface Discriminator {
  readonly propertyName: string;
  readonly mapping: Readonly<Record<string, string>>;
}

export const lowerLimits = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"] as const;
export const upperLimits = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"] as const;
export type Limit = (typeof lowerLimits)[number] | (typeof upperLimits)[number] | "multipleOf";

const documentationKeywords = ["title", "description", "example", "examples", "externalDocs", "$comment"];

/** Keywords that may stand beside a reference without saying which values are valid. */
const noteKeywords = new Set([
  ...documentationKeywords,
  "summary",
  "deprecated",
  "readOnly",
  "writeOnly",
  "default",
]);

const understood = new Set<string>([
  ...lowerLimits,
  ...upperLimits,
  ...documentationKeywords,
  ...(
    "multipleOf type nullable enum const format pattern uniqueItems properties required additionalProperties items allOf " +
    "oneOf anyOf discriminator readOnly writeOnly deprecated default $ref contentEncoding $defs definitions $schema $id $anchor"
  ).split(" "),
]);

/** Keywords beside those of {@link Schema} that say which values are valid; any other unknown word is an annotation. */
const otherKeywords = new Set(
  (
    "not if then else prefixItems contains minContains maxContains propertyNames patternProperties dependentRequired " +
    "dependentSchemas unevaluatedProperties unevaluatedItems contentMediaType contentSchema xml $dynamicRef"
  ).split(" "),
);

interface Draft {
  types: ReadonlySet<string> | undefined;
  nullable: boolean;
  values: readonly JsonValue[] | undefined;
  knownValues: readonly JsonValue[];
  format: string | undefined;
  patterns: readonly string[];
  limits: Partial<Record<Limit, number>>;
  uniqueItems: boolean;
  properties: Map<string, JsonValue>;
  required: Set<string>;
  additional: JsonValue | undefined;
  items: JsonValue | undefined;
  unions: Union[];
  discriminator: Discriminator | undefined;
  readOnly: boolean;
  writeOnly: boolean;
  deprecated: boolean;
  default: JsonValue | undefined;
  documentation: JsonObject;
  others: Map<string, JsonValue>;
  extensions: JsonObject;
}

/** Reads schemas of one document into their normal form; each is read once. */
export class SchemaReader {
  readonly spec: Spec;
  readonly #read = new WeakMap<JsonObject, Schema>();
  readonly #isVersion30: boolean;

  constructor(spec: Spec) {
    this.spec = spec;
    this.#isVersion30 = stringAt(spec.document, "openapi")?.startsWith("3.0") ?? false;
  }

  read(raw: JsonValue | undefined): Schema {
    if (!isObject(raw)) return this.#draft(raw, new Set());
    const known = this.#read.get(raw);
    if (known) return known;
    const schema = this.#draft(raw, new Set());
    this.#read.set(raw, schema);
    return schema;
  }

  /** The name behind a reference, and the notes beside it; `undefined` where what stands beside it says what is valid. */
  readReference(
    raw: JsonValue | undefined,
  ): { readonly name: string; readonly notes: JsonObject } | undefined {
    const name = schemaReference(raw);
    if (name === undefined || !isObject(raw)) return undefined;
    const { $ref: _, ...beside } = raw;
    // Before 3.1 only the reference counts.
    const notes = this.#isVersion30 ? {} : beside;
    const isNoted = Object.keys(notes).every((key) => key.startsWith("x-") || noteKeywords.has(key));
    return isNoted ? { name, notes } : undefined;
  }

  /** A value with its references followed and its texts left out; a cycle ends in its name. */
  expand(value: JsonValue | undefined, open: readonly string[] = []): JsonValue | undefined {
    if (Array.isArray(value)) return value.map((item) => this.expand(item, open) ?? null);
    if (!isObject(value)) return value;
    if (typeof value.$ref === "string") {
      if (open.includes(value.$ref)) return value.$ref;
      return this.expand(this.spec.resolve(value), [...open, value.$ref]);
    }
    return withoutTexts(value, (member) => this.expand(member, open));
  }

  /** Equal texts are equal schemas but for descriptions. Inner references count by name. */
  text(raw: JsonValue): string {
    const strip = (value: JsonValue | undefined): JsonValue | undefined => {
      if (Array.isArray(value)) return value.map((item) => strip(item) ?? null);
      return isObject(value) ? withoutTexts(value, strip) : value;
    };
    return canonicalJson(strip(isObject(raw) && typeof raw.$ref === "string" ? this.spec.resolve(raw) : raw));
  }

  #draft(raw: JsonValue | undefined, open: ReadonlySet<JsonObject>): Draft {
    const draft = emptyDraft();
    if (raw === false) {
      draft.types = new Set();
      draft.nullable = false;
    }
    if (!isObject(raw) || open.has(raw)) return draft;
    const inside = new Set(open).add(raw);

    if (typeof raw.$ref === "string") {
      const target = this.#draft(this.spec.resolve(raw), inside);
      // What stands beside a reference counts since 3.1; before, only the reference does.
      const { $ref: _, ...siblings } = raw;
      if (this.#isVersion30 || Object.keys(siblings).length === 0) return target;
      return merge(target, this.#draft(siblings, inside), true);
    }
    this.#readKeywords(raw, draft);
    let result = draft;
    for (const part of arrayAt(raw, "allOf")) result = merge(result, this.#draft(part, inside), false);
    result = this.#readUnions(raw, result, inside);
    // 3.1 has no such word, but the types know it there too.
    if (raw.nullable === true) result.nullable = true;
    return result;
  }

  #readKeywords(raw: JsonObject, draft: Draft): void {
    this.#readTypes(raw, draft);
    for (const limit of [...lowerLimits, ...upperLimits, "multipleOf"] as const) {
      const value = raw[limit];
      if (typeof value === "number") draft.limits[limit] = value;
    }
    // 3.0 writes an exclusive limit as a flag beside the limit.
    for (const [flag, limit] of [
      ["exclusiveMinimum", "minimum"],
      ["exclusiveMaximum", "maximum"],
    ] as const) {
      if (raw[flag] === true && draft.limits[limit] !== undefined) {
        draft.limits[flag] = draft.limits[limit];
        delete draft.limits[limit];
      }
    }
    for (const [limit, none] of [
      ["minLength", 0],
      ["minItems", 0],
      ["minProperties", 0],
    ] as const) {
      if (draft.limits[limit] === none) delete draft.limits[limit];
    }
    draft.format = raw.contentEncoding === "base64" ? "byte" : stringAt(raw, "format");
    const pattern = stringAt(raw, "pattern");
    if (pattern !== undefined) draft.patterns = [pattern];
    draft.uniqueItems = raw.uniqueItems === true;
    if (isObject(raw.properties)) {
      for (const [name, property] of Object.entries(raw.properties))
        draft.properties.set(name, property ?? true);
    }
    draft.required = new Set(stringsAt(raw, "required"));
    draft.additional = raw.additionalProperties;
    draft.items = raw.items;
    if (isObject(raw.discriminator)) {
      const mapping = isObject(raw.discriminator.mapping) ? raw.discriminator.mapping : {};
      draft.discriminator = {
        propertyName: stringAt(raw.discriminator, "propertyName") ?? "",
        mapping: Object.fromEntries(
          Object.entries(mapping).map(([value, target]) => [value, String(target)]),
        ),
      };
    }
    draft.readOnly = raw.readOnly === true;
    draft.writeOnly = raw.writeOnly === true;
    draft.deprecated = raw.deprecated === true;
    draft.default = raw.default;
    for (const [keyword, value] of Object.entries(raw)) {
      if (value === undefined) continue;
      if (keyword.startsWith("x-")) draft.extensions[keyword] = value;
      else if (documentationKeywords.includes(keyword)) {
        // 3.1 has `examples: [one]` for what 3.0 writes as `example: one`.
        if (keyword === "example") draft.documentation.examples = [value];
        else draft.documentation[keyword] = value;
      } else if (otherKeywords.has(keyword) && !understood.has(keyword)) {
        draft.others.set(keyword, value);
      }
    }
  }

  #readTypes(raw: JsonObject, draft: Draft): void {
    const declared = Array.isArray(raw.type) ? stringsAt(raw, "type") : (stringAt(raw, "type") ?? []);
    const types = new Set(typeof declared === "string" ? [declared] : declared);
    const isAny = raw.type === undefined;
    if (!isAny) draft.nullable = types.delete("null");
    if (types.has("number")) types.delete("integer");
    if (!isAny) draft.types = types;

    const listed = raw.const !== undefined ? [raw.const] : Array.isArray(raw.enum) ? raw.enum : undefined;
    if (listed) {
      const values = listed.filter((value) => value !== null);
      // A type with null beside an enum without it is meant to allow null, and the types say so.
      draft.nullable = values.length < listed.length || (!isAny && draft.nullable);
      draft.values = values;
      draft.types ??= new Set(values.map(jsonType));
    } else if (isAny) {
      // Keywords of one type are written by people who mean that type.
      if (raw.properties !== undefined || raw.additionalProperties !== undefined) {
        draft.types = new Set(["object"]);
        draft.nullable = false;
      } else if (raw.items !== undefined) {
        draft.types = new Set(["array"]);
        draft.nullable = false;
      }
    }
  }

  #readUnions(raw: JsonObject, base: Draft, inside: ReadonlySet<JsonObject>): Draft {
    let result = base;
    for (const kind of ["oneOf", "anyOf"] as const) {
      if (!Array.isArray(raw[kind])) continue;
      const branches = flattenUnion(raw[kind], kind);
      const read = branches.map((branch) => this.#draft(branch, inside));
      const nullBranches = read.filter((one) => one.types?.size === 0 && one.nullable);
      const rest = branches.filter((_, index) => {
        const one = read[index];
        return !(one && one.types?.size === 0 && one.nullable);
      });
      const drafts = read.filter((one) => !nullBranches.includes(one));
      const nullable = read.some((one) => one.nullable);
      const simple = simplifyUnion(drafts);
      const only = drafts[0];
      if (simple) result = merge(result, { ...simple, nullable }, false);
      else if (rest.length === 1 && only) result = merge(result, { ...only, nullable }, false);
      else {
        result.nullable = result.nullable && nullable;
        result.unions.push({ kind, branches: rest });
      }
    }
    return result;
  }
}

function withoutTexts(
  value: JsonObject,
  each: (member: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  const result: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    // A property may have any name, also that of a keyword: then its schema is an object.
    if (documentationKeywords.includes(key) && (typeof member === "string" || key.startsWith("example")))
      continue;
    result[key] = each(member);
  }
  return result;
}

function emptyDraft(): Draft {
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
    extensions: {},
  };
}

/** `anyOf` inside `anyOf` is one list. */
function flattenUnion(branches: readonly JsonValue[], kind: "oneOf" | "anyOf"): JsonValue[] {
  return branches.flatMap((branch) =>
    isObject(branch) && Array.isArray(branch[kind]) && Object.keys(branch).length === 1
      ? flattenUnion(branch[kind], kind)
      : [branch],
  );
}

/** A union of literals is an enum, one of bare types a list of types, one of both an open enum; `undefined` for others. */
function simplifyUnion(branches: readonly Draft[]): Draft | undefined {
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
 * @param annotate Whether the texts of the second replace those of the first, as beside a reference.
 */
function merge(a: Draft, b: Draft, annotate: boolean): Draft {
  const result = emptyDraft();
  result.types = intersectTypes(a.types, b.types);
  result.nullable = a.nullable && b.nullable;
  result.values =
    a.values && b.values
      ? a.values.filter((value) => b.values?.some((other) => sameJson(value, other)))
      : (a.values ?? b.values);
  result.knownValues = [...a.knownValues, ...b.knownValues];
  result.format = b.format ?? a.format;
  result.patterns = [...new Set([...a.patterns, ...b.patterns])].toSorted();
  for (const limit of lowerLimits) setLimit(result, limit, a, b, Math.max);
  for (const limit of upperLimits) setLimit(result, limit, a, b, Math.min);
  setLimit(result, "multipleOf", a, b, Math.max);
  result.uniqueItems = a.uniqueItems || b.uniqueItems;
  result.properties = new Map(a.properties);
  for (const [name, property] of b.properties) {
    const known = result.properties.get(name);
    result.properties.set(name, known === undefined ? property : { allOf: [known, property] });
  }
  result.required = new Set([...a.required, ...b.required]);
  result.additional = bothOf(a.additional, b.additional);
  result.items = bothOf(a.items, b.items);
  result.unions = [...a.unions, ...b.unions];
  result.discriminator = b.discriminator ?? a.discriminator;
  result.readOnly = a.readOnly || b.readOnly;
  result.writeOnly = a.writeOnly || b.writeOnly;
  result.deprecated = a.deprecated || b.deprecated;
  result.default = b.default ?? a.default;
  result.documentation = annotate
    ? { ...a.documentation, ...b.documentation }
    : { ...b.documentation, ...a.documentation };
  result.others = new Map(a.others);
  for (const [keyword, value] of b.others) {
    const known = result.others.get(keyword);
    result.others.set(keyword, known === undefined ? value : [known, value]);
  }
  result.extensions = { ...a.extensions, ...b.extensions };
  return result;
}

function setLimit(
  target: Draft,
  limit: Limit,
  a: Draft,
  b: Draft,
  choose: (x: number, y: number) => number,
): void {
  const x = a.limits[limit];
  const y = b.limits[limit];
  const value = x === undefined ? y : y === undefined ? x : choose(x, y);
  if (value !== undefined) target.limits[limit] = value;
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

export function jsonType(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** JSON with sorted keys: equal texts are equal values. */
export function canonicalJson(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isObject(value)) {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

export function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a === b || canonicalJson(a) === canonicalJson(b);
}
