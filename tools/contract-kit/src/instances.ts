import * as fc from "fast-check";
import { type Document, type JsonObject, type JsonValue, isObject, join } from "./document.ts";
import type { SchemaPlace } from "./operations.ts";
import { validatorsOf } from "./validators.ts";

/** Depth below which optional properties are left out, so that recursive schemas end. */
const maxDepth = 3;

/** Random values that the schema allows, smallest first when fast-check shrinks them. */
export function validInstances(document: Document, schema: SchemaPlace): fc.Arbitrary<JsonValue> {
  return instances(document, schema.pointer, 0);
}

/** `count` values that the schema allows, the same ones for the same seed. */
export function sampleInstances(
  document: Document,
  schema: SchemaPlace,
  count: number,
  seed = 1,
): JsonValue[] {
  const key = `${count} ${seed} ${schema.pointer}`;
  const known = samples.get(document.root) ?? new Map<string, JsonValue[]>();
  samples.set(document.root, known);
  const existing = known.get(key);
  if (existing) return existing;
  const made = fc.sample(validInstances(document, schema), { numRuns: count, seed });
  known.set(key, made);
  return made;
}

/** Samples already drawn, since most operations share their schemas. */
const samples = new WeakMap<object, Map<string, JsonValue[]>>();

/** The smallest value with everything optional left out, and the largest with everything there. */
export function extremeInstances(document: Document, schema: SchemaPlace): JsonValue[] {
  const all = sampleInstances(document, schema, 40);
  const bySize = all.toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length);
  return [bySize[0], bySize.at(-1)].filter((value) => value !== undefined);
}

function instances(document: Document, at: string, depth: number): fc.Arbitrary<JsonValue> {
  const { pointer, value } = document.resolve(at);
  if (!isObject(value)) return anyJson(depth);
  if (value.const !== undefined) return fc.constant(value.const);
  for (const keyword of ["oneOf", "anyOf"]) {
    const options = value[keyword];
    if (Array.isArray(options)) {
      return fc.oneof(
        ...options.map((_, index) => instances(document, join(pointer, keyword, index), depth)),
      );
    }
  }
  if (Array.isArray(value.enum)) return fc.constantFrom(...value.enum);
  const types = (Array.isArray(value.type) ? value.type : [value.type]).map((type) => type ?? "any");
  return fc.oneof(...types.map((type) => instancesOfType(document, pointer, value, String(type), depth)));
}

function instancesOfType(
  document: Document,
  pointer: string,
  schema: JsonObject,
  type: string,
  depth: number,
): fc.Arbitrary<JsonValue> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({
        min: numberOr(schema.minimum, -(2 ** 31)),
        max: numberOr(schema.maximum, 2 ** 31 - 1),
      });
    case "number":
      return fc.double({
        min: numberOr(schema.minimum, -Number.MAX_VALUE),
        max: numberOr(schema.maximum, Number.MAX_VALUE),
        noNaN: true,
        noDefaultInfinity: true,
      });
    case "string":
      return stringsOf(schema);
    case "array":
      if (depth >= maxDepth) return fc.constant([]);
      return fc.array(instances(document, join(pointer, "items"), depth + 1), {
        maxLength: 3,
      });
    case "object":
      return objectsOf(document, pointer, schema, depth);
    default:
      return anyJson(depth);
  }
}

function objectsOf(
  document: Document,
  pointer: string,
  schema: JsonObject,
  depth: number,
): fc.Arbitrary<JsonValue> {
  const required = requiredOf(schema);
  const properties: Record<string, fc.Arbitrary<JsonValue>> = {};
  for (const name of Object.keys(isObject(schema.properties) ? schema.properties : {})) {
    if (required.includes(name) || depth < maxDepth) {
      properties[name] = instances(document, join(pointer, "properties", name), depth + 1);
    }
  }
  return fc.record(properties, { requiredKeys: required.filter((name) => name in properties) });
}

/** Texts of the formats that a validator checks. */
const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uri: fc.webUrl(),
  uuid: fc.uuid(),
  email: fc.emailAddress(),
  ipv4: fc.ipV4(),
  "date-time": fc
    .date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  date: fc
    .date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
};

function stringsOf(schema: JsonObject): fc.Arbitrary<string> {
  const ofFormat = typeof schema.format === "string" ? formats[schema.format] : undefined;
  if (ofFormat !== undefined) return ofFormat;
  const minLength = numberOr(schema.minLength, 0);
  const maxLength = Math.min(numberOr(schema.maxLength, 40), 40);
  const pattern = typeof schema.pattern === "string" ? new RegExp(schema.pattern, "u") : undefined;
  // fast-check writes strings for a pattern, but not for one with assertions.
  if (pattern && !pattern.source.includes("(?")) return fc.stringMatching(pattern);
  const strings = fc.oneof(
    fc.string({ unit: "grapheme", minLength, maxLength }),
    fc
      .constantFrom("a/b", "a%2Fb", "a.b", "a b", "ä€𝄞", "a?b=c&d#e", "a+b", "...")
      .filter((text) => text.length >= minLength),
  );
  return pattern ? strings.filter((text) => pattern.test(text)) : strings;
}

function anyJson(depth: number): fc.Arbitrary<JsonValue> {
  return fc
    .jsonValue({ maxDepth: Math.max(0, 2 - depth) })
    .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
}

/**
 * Short, long and awkward texts where a pattern says what texts are allowed, and the smallest and the largest number. Without a
 * pattern a text may mean more than a schema can say, such as a filter.
 */
export function edgeInstances(
  document: Document,
  schema: SchemaPlace,
  valid: JsonValue | undefined,
): JsonValue[] {
  const { value } = document.resolve(schema.pointer);
  if (!isObject(value)) return [];
  const found: JsonValue[] = [];
  if (typeof valid === "string" && typeof value.pattern === "string") {
    found.push(...awkwardTexts, `${valid}x`);
    for (const length of [value.minLength, value.maxLength])
      if (typeof length === "number" && length > 0) found.push("x".repeat(length));
  }
  for (const limit of [value.minimum, value.maximum]) if (typeof limit === "number") found.push(limit);
  const validators = validatorsOf(document);
  return found.filter((one) => validators.problems(schema.pointer, one).length === 0);
}

/** Texts that names of some kind are not made of. */
const awkwardTexts = [" ", "-", "9", "a-b"];

/** How one value was broken. */
export interface Break {
  /** Such as `arguments: wrong type`. */
  readonly what: string;
  /** Whether a type can express it (a length or a pattern cannot be seen by TypeScript). */
  readonly kind: "type" | "missing" | "unknown key" | "literal" | "constraint";
  readonly value: JsonValue;
}

/**
 * Every way to break a valid value in one place, each checked against the schema so that none is valid after all.
 */
export function minimalBreaks(document: Document, schema: SchemaPlace, valid: JsonValue): Break[] {
  const validators = validatorsOf(document);
  return breaks(document, schema.pointer, valid, "").filter(
    ({ value }) => validators.problems(schema.pointer, value).length > 0,
  );
}

function breaks(document: Document, at: string, valid: JsonValue, name: string): Break[] {
  const { pointer, value: schema } = document.resolve(at);
  if (!isObject(schema)) return [];
  const found: Break[] = [];
  const add = (kind: Break["kind"], what: string, value: JsonValue): void => {
    found.push({ kind, what: name ? `${name}: ${what}` : what, value });
  };
  for (const keyword of ["oneOf", "anyOf"]) {
    const options = schema[keyword];
    if (!Array.isArray(options)) continue;
    const validators = validatorsOf(document);
    const index = options.findIndex(
      (_, i) => validators.problems(join(pointer, keyword, i), valid).length === 0,
    );
    if (index >= 0) found.push(...breaks(document, join(pointer, keyword, index), valid, name));
  }
  if (schema.const !== undefined || Array.isArray(schema.enum))
    add("literal", "wrong literal", "NotALiteral");
  if (schema.type !== undefined) add("type", "wrong type", wrongType(schema.type));
  const { minLength, maxLength, pattern, minimum, maximum } = schema;
  if (typeof valid === "string") {
    if (typeof minLength === "number") add("constraint", "too short", "x".repeat(minLength - 1));
    if (typeof maxLength === "number") add("constraint", "too long", "x".repeat(maxLength + 1));
    if (typeof pattern === "string") {
      const isAllowed = (text: string) => new RegExp(pattern, "u").test(text);
      for (const text of [...awkwardTexts, `${valid}x`].filter((one) => !isAllowed(one)))
        add("constraint", "against the pattern", text);
    }
  }
  if (typeof valid === "number") {
    if (typeof minimum === "number") add("constraint", "too small", minimum - 1);
    if (typeof maximum === "number") add("constraint", "too large", maximum + 1);
    if (schema.type === "integer") add("constraint", "not an integer", 1.5);
  }
  const breakPart = (
    key: string,
    place: readonly string[],
    part: JsonValue,
    wrap: (value: JsonValue) => JsonValue,
  ) => {
    for (const inner of breaks(document, join(pointer, ...place), part, key))
      found.push({ ...inner, what: name ? `${name}.${inner.what}` : inner.what, value: wrap(inner.value) });
  };
  if (isObject(valid) && schema.type === "object") {
    for (const key of requiredOf(schema)) {
      const { [key]: _removed, ...rest } = valid;
      add("missing", `missing ${key}`, rest);
    }
    if (schema.additionalProperties === false) add("unknown key", "unknown key", { ...valid, unknownKey: 1 });
    for (const key of Object.keys(isObject(schema.properties) ? schema.properties : {})) {
      const member = valid[key];
      if (member !== undefined)
        breakPart(key, ["properties", key], member, (value) => ({ ...valid, [key]: value }));
    }
  }
  if (Array.isArray(valid) && schema.items !== undefined && valid[0] !== undefined)
    breakPart("item", ["items"], valid[0], (value) => [value, ...valid.slice(1)]);
  return found;
}

function wrongType(type: JsonValue): JsonValue {
  const types = Array.isArray(type) ? type : [type];
  return types.includes("object") || types.includes("array") ? "text" : { wrong: "type" };
}

function requiredOf(schema: JsonObject): string[] {
  return Array.isArray(schema.required) ? schema.required.map(String) : [];
}

function numberOr(value: JsonValue | undefined, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
