import { type JsonValue, isObject } from "../../../generator/src/json.ts";
import type { Comparison, SchemaPlace, Side } from "../comparison.ts";
import { pairMembers } from "../members.ts";
import type { Schema } from "../schema.ts";
import { describe } from "./schema-type.ts";

type Compare = (before: JsonValue | undefined, after: JsonValue | undefined, place: SchemaPlace) => void;

export function compareObjects(
  c: Comparison,
  before: Schema,
  after: Schema,
  place: SchemaPlace,
  compare: Compare,
): void {
  const { lost, gained, both } = pairMembers(before.properties, after.properties);
  const renamed = findRename(c, before, after, lost, gained);
  if (renamed) {
    const at = propertyPlace(place, renamed[0]);
    c.reportSchema("property-renamed", at, `property renamed from ${renamed[0]} to ${renamed[1]}`);
  } else {
    for (const [name, raw] of lost) {
      const { at, need, message } = summary(c.before, before, name, raw, place);
      c.reportSchema("property-removed", at, `${need} ${message} removed`);
    }
    for (const [name, raw] of gained) {
      const { at, need, message } = summary(c.after, after, name, raw, place);
      c.reportSchema(`${need}-property-added`, at, `${need} ${message} added`);
    }
  }
  for (const [name, from, to] of both) compareProperty(c, before, after, name, from, to, place, compare);
  compareUndeclared(c, before, after, place);
  compareAdditional(c, before, after, place, compare);
}

function propertyPlace(place: SchemaPlace, name: string): SchemaPlace {
  return {
    ...place,
    where: `${place.where}.${name}`,
    ...(place.textsAt !== undefined && { textsAt: `${place.textsAt}.${name}` }),
    ignoresNull: false,
  };
}

/** One property gone and one come, equal but for the name: renamed. */
function findRename(
  c: Comparison,
  before: Schema,
  after: Schema,
  lost: readonly (readonly [string, JsonValue])[],
  gained: readonly (readonly [string, JsonValue])[],
): readonly [string, string] | undefined {
  const [from] = lost;
  const [to] = gained;
  if (lost.length !== 1 || gained.length !== 1 || !from || !to) return undefined;
  if (before.required.has(from[0]) !== after.required.has(to[0])) return undefined;
  return c.isSame(from[1], to[1]) ? [from[0], to[0]] : undefined;
}

function travels(schema: Schema, place: SchemaPlace): boolean {
  if (place.direction === "request") return place.travels && !schema.readOnly;
  if (place.direction === "response") return place.travels && !schema.writeOnly;
  return place.travels;
}

function needOf(schema: Schema, name: string): "required" | "optional" {
  return schema.required.has(name) ? "required" : "optional";
}

/** A property that only one side has. */
function summary({ schemas }: Side, owner: Schema, name: string, raw: JsonValue, place: SchemaPlace) {
  const schema = schemas.read(raw);
  const at = { ...propertyPlace(place, name), travels: travels(schema, place) };
  return { at, need: needOf(owner, name), message: `property ${name} (${describe(schema)})` };
}

function compareProperty(
  c: Comparison,
  before: Schema,
  after: Schema,
  name: string,
  rawBefore: JsonValue,
  rawAfter: JsonValue,
  place: SchemaPlace,
  compare: Compare,
): void {
  const from = c.before.schemas.read(rawBefore);
  const to = c.after.schemas.read(rawAfter);
  const at = {
    ...propertyPlace(place, name),
    travels: travels(from, place) || travels(to, place),
  };
  const need = needOf(after, name);
  c.reportSchemaChange(`property-became-${need}`, at, `property ${name}`, needOf(before, name), need);
  const readOnlyRule = to.readOnly
    ? "property-became-read-only"
    : `property-became-not-read-only${need === "required" ? "-and-is-required" : ""}`;
  c.reportSchemaChange(readOnlyRule, at, "readOnly", from.readOnly, to.readOnly);
  const writeOnlyRule = to.writeOnly ? "property-became-write-only" : "property-became-not-write-only";
  c.reportSchemaChange(writeOnlyRule, at, "writeOnly", from.writeOnly, to.writeOnly);
  compare(rawBefore, rawAfter, at);
}

function compareUndeclared(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  for (const name of new Set([...before.required, ...after.required])) {
    if (before.properties.has(name) || after.properties.has(name)) continue;
    const what = `property ${name}, which is not described,`;
    const [from, to] = [needOf(before, name), needOf(after, name)];
    c.reportSchemaChange(`undeclared-property-${to}`, propertyPlace(place, name), what, from, to);
  }
}

function compareAdditional(
  c: Comparison,
  before: Schema,
  after: Schema,
  place: SchemaPlace,
  compare: Compare,
): void {
  const from = before.additional;
  const to = after.additional;
  const message = `additionalProperties changed from ${shown(from)} to ${shown(to)}`;
  // What the document does not say is open on the wire, and has no index signature in the types.
  const hadIndex = from !== undefined && from !== false;
  const hasIndex = to !== undefined && to !== false;
  if (hadIndex !== hasIndex)
    c.reportSchema(hasIndex ? "index-signature-added" : "index-signature-removed", place, message);
  if (from === false && to === false) return;
  if (from === false) c.reportSchema("additional-properties-opened", place, message);
  else if (to === false) c.reportSchema("additional-properties-closed", place, message);
  else if (from !== undefined || to !== undefined) {
    compare(from ?? true, to ?? true, propertyPlace(place, "*"));
  }
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return "unsaid";
  return isObject(value) ? "a schema" : String(value);
}
