import { type JsonValue, isObject } from "../../../generator/src/json.ts";
import type { Comparison, SchemaPlace } from "../comparison.ts";
import type { Schema } from "../schema.ts";
import { describe } from "./schema-type.ts";

type Compare = (before: JsonValue | undefined, after: JsonValue | undefined, place: SchemaPlace) => void;

export function compareObjects(
  c: Comparison,
  before: Schema,
  after: Schema,
  place: SchemaPlace,
  compare: Compare,
  isSame: (before: JsonValue, after: JsonValue) => boolean,
): void {
  const lost = [...before.properties].filter(([name]) => !after.properties.has(name));
  const gained = [...after.properties].filter(([name]) => !before.properties.has(name));
  const renamed = findRename(before, after, lost, gained, isSame);
  if (renamed) {
    const at = propertyPlace(place, renamed[0]);
    c.reportSchema("property-renamed", at, `property renamed from ${renamed[0]} to ${renamed[1]}`);
  } else {
    for (const [name, raw] of lost) reportRemoved(c, before, name, raw, place);
    for (const [name, raw] of gained) reportAdded(c, after, name, raw, place);
  }
  for (const [name, raw] of before.properties) {
    const other = after.properties.get(name);
    if (other !== undefined) compareProperty(c, before, after, name, raw, other, place, compare);
  }
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
  before: Schema,
  after: Schema,
  lost: readonly (readonly [string, JsonValue])[],
  gained: readonly (readonly [string, JsonValue])[],
  isSame: (before: JsonValue, after: JsonValue) => boolean,
): readonly [string, string] | undefined {
  const [from] = lost;
  const [to] = gained;
  if (lost.length !== 1 || gained.length !== 1 || !from || !to) return undefined;
  if (before.required.has(from[0]) !== after.required.has(to[0])) return undefined;
  return isSame(from[1], to[1]) ? [from[0], to[0]] : undefined;
}

function travels(schema: Schema, place: SchemaPlace): boolean {
  if (place.direction === "request") return place.travels && !schema.readOnly;
  if (place.direction === "response") return place.travels && !schema.writeOnly;
  return place.travels;
}

function reportRemoved(
  c: Comparison,
  before: Schema,
  name: string,
  raw: JsonValue,
  place: SchemaPlace,
): void {
  const schema = c.before.schemas.read(raw);
  const at = propertyPlace(place, name);
  const need = before.required.has(name) ? "required" : "optional";
  const message = `${need} property ${name} (${describe(schema)}) removed`;
  c.reportSchema("property-removed", { ...at, travels: travels(schema, place) }, message);
}

function reportAdded(c: Comparison, after: Schema, name: string, raw: JsonValue, place: SchemaPlace): void {
  const schema = c.after.schemas.read(raw);
  const isRequired = after.required.has(name);
  const at = { ...propertyPlace(place, name), travels: travels(schema, place) };
  const message = `${isRequired ? "required" : "optional"} property ${name} (${describe(schema)}) added`;
  c.reportSchema(isRequired ? "required-property-added" : "optional-property-added", at, message);
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
  const wasRequired = before.required.has(name);
  const isRequired = after.required.has(name);
  if (!wasRequired && isRequired) {
    c.reportSchema("property-became-required", at, `property ${name} changed from optional to required`);
  } else if (wasRequired && !isRequired) {
    c.reportSchema("property-became-optional", at, `property ${name} changed from required to optional`);
  }
  if (from.readOnly !== to.readOnly) {
    const message = `readOnly changed from ${from.readOnly} to ${to.readOnly}`;
    if (to.readOnly) c.reportSchema("property-became-read-only", at, message);
    else if (isRequired) c.reportSchema("property-became-not-read-only-and-is-required", at, message);
    else c.reportSchema("property-became-not-read-only", at, message);
  }
  if (from.writeOnly !== to.writeOnly) {
    const message = `writeOnly changed from ${from.writeOnly} to ${to.writeOnly}`;
    c.reportSchema(
      to.writeOnly ? "property-became-write-only" : "property-became-not-write-only",
      at,
      message,
    );
  }
  compare(rawBefore, rawAfter, at);
}

function compareUndeclared(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  const names = (schema: Schema) =>
    new Set(
      [...schema.required].filter((name) => !before.properties.has(name) && !after.properties.has(name)),
    );
  const from = names(before);
  const to = names(after);
  for (const name of to) {
    if (!from.has(name))
      c.reportSchema(
        "undeclared-property-required",
        propertyPlace(place, name),
        `property ${name}, which is not described, changed from optional to required`,
      );
  }
  for (const name of from) {
    if (!to.has(name))
      c.reportSchema(
        "undeclared-property-optional",
        propertyPlace(place, name),
        `property ${name}, which is not described, changed from required to optional`,
      );
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
