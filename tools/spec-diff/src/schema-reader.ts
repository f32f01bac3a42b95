import {
  type JsonObject,
  type JsonValue,
  arrayAt,
  isObject,
  stringAt,
  stringsAt,
} from "../../generator/src/json.ts";
import { schemaReference } from "../../generator/src/model/type.ts";
import type { Spec } from "../../generator/src/read-spec.ts";
import { canonicalJson, jsonType } from "./canonical-json.ts";
import { emptyDraft, flattenUnion, merge, simplifyUnion } from "./schema-draft.ts";
import { type Draft, type Schema, lowerLimits, upperLimits } from "./schema.ts";

const documentationKeywords = ["title", "description", "example", "examples", "externalDocs", "$comment"];

/** Keywords that may stand next to a reference without saying which values are valid. */
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

/** Keywords in addition to those of {@link Schema} that say which values are valid; any other unknown word is an annotation. */
const otherKeywords = new Set(
  (
    "not if then else prefixItems contains minContains maxContains propertyNames patternProperties dependentRequired " +
    "dependentSchemas unevaluatedProperties unevaluatedItems contentMediaType contentSchema xml $dynamicRef"
  ).split(" "),
);

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

  /** The name behind a reference, and the notes next to it; `undefined` if its siblings say what is valid. */
  readReference(
    raw: JsonValue | undefined,
  ): { readonly name: string; readonly notes: JsonObject } | undefined {
    const name = schemaReference(raw);
    if (name === undefined || !isObject(raw)) return undefined;
    const { $ref: _, ...siblings } = raw;
    // Before 3.1 only the reference counts.
    const notes = this.#isVersion30 ? {} : siblings;
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
      // The siblings of a reference count since 3.1; before, only the reference does.
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
    // 3.0 writes an exclusive limit as a flag next to the limit.
    for (const [flag, limit] of [
      ["exclusiveMinimum", "minimum"],
      ["exclusiveMaximum", "maximum"],
    ] as const) {
      if (raw[flag] === true && draft.limits[limit] !== undefined) {
        draft.limits[flag] = draft.limits[limit];
        delete draft.limits[limit];
      }
    }
    for (const limit of ["minLength", "minItems", "minProperties"] as const)
      if (draft.limits[limit] === 0) delete draft.limits[limit];
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
      if (documentationKeywords.includes(keyword)) {
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
      // A type with null next to an enum without it is meant to allow null, and the types say so.
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
      const rest = branches.filter((_, index) => !isNull(read[index]));
      const drafts = read.filter((one) => !isNull(one));
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

function isNull(one: Draft | undefined): boolean {
  return one?.types?.size === 0 && one.nullable;
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
