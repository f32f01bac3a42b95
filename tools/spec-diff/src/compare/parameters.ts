import {
  type JsonObject,
  type JsonValue,
  isObject,
  objectAt,
  pointerToPlace,
  stringAt,
} from "../../../generator/src/json.ts";
import { parametersOf } from "../../../generator/src/path-items.ts";
import { templateNames } from "../../../generator/src/validate-structure.ts";
import { compareSchemas } from "./schema.ts";
import type { Comparison, OperationPair, OperationSide, Side } from "../comparison.ts";
import { pairMembers } from "../members.ts";
import { describe } from "./schema-type.ts";
import { compareTexts } from "./schema-notes.ts";

interface Declared {
  readonly name: string;
  readonly location: string;
  readonly declaration: JsonObject;
  /** The declaration, or a reference to it. */
  readonly raw: JsonValue;
}

export function compareParameters(c: Comparison, pair: OperationPair): void {
  const names = templateNames(pair.after.path);
  const renamed = new Map(templateNames(pair.before.path).map((name, index) => [name, names[index] ?? name]));
  const newName = ({ location, name }: Declared) =>
    location === "path" ? (renamed.get(name) ?? name) : name;
  const before = readDeclared(c.before, pair.before).map(
    (one) => [keyOf({ ...one, name: newName(one) }), one] as const,
  );
  const after = readDeclared(c.after, pair.after).map((one) => [keyOf(one), one] as const);
  const { lost, gained, both } = pairMembers(before, after);
  const whereOf = ({ location, name }: Declared) => `${pair.where} ${location} ${name}`;
  for (const [, from, to] of both) {
    if (to.name !== from.name) {
      const rule = from.location === "path" ? "path-parameter-renamed" : "header-parameter-respelled";
      c.report(rule, whereOf(from), `${from.location} parameter renamed from ${from.name} to ${to.name}`);
    }
    compareParameter(c, from, to, whereOf(from));
  }
  const left = new Set(gained.map(([, to]) => to));
  for (const [, from] of lost) {
    const moved = [...left].find(({ name }) => name === from.name);
    if (moved) {
      left.delete(moved);
      const message = `parameter ${from.name} moved from ${from.location} to ${moved.location}`;
      c.report("parameter-moved", whereOf(from), message);
      compareParameter(c, from, moved, whereOf(from));
    } else c.report("parameter-removed", whereOf(from), `${summary(c.before, from)} removed`);
  }
  for (const to of left)
    c.report(`${needOf(to)}-parameter-added`, whereOf(to), `${summary(c.after, to)} added`);
}

/** The operation's parameters over those of its path. */
function readDeclared({ spec }: Side, { item, declaration }: OperationSide): Declared[] {
  const declared = parametersOf(item, declaration, spec.resolve).map(({ raw, parameter }) => ({
    name: stringAt(parameter, "name") ?? "",
    location: stringAt(parameter, "in") ?? "",
    declaration: parameter,
    raw,
  }));
  return [...new Map(declared.map((one) => [keyOf(one), one])).values()];
}

function keyOf({ name, location }: Pick<Declared, "name" | "location">): string {
  return `${location} ${location === "header" ? name.toLowerCase() : name}`;
}

function needOf({ location, declaration }: Declared): "required" | "optional" {
  return location === "path" || declaration.required === true ? "required" : "optional";
}

function summary(side: Side, one: Declared): string {
  const type = describe(side.schemas.read(schemaOf(one.declaration)));
  return `${needOf(one)} ${one.location} parameter ${one.name} (${type})`;
}

function mediaOf(declaration: JsonObject): readonly [string, JsonObject] | undefined {
  const [first] = Object.entries(objectAt(declaration, "content"));
  return first && isObject(first[1]) ? [first[0], first[1]] : undefined;
}

function schemaOf(declaration: JsonObject): JsonValue | undefined {
  return declaration.schema ?? mediaOf(declaration)?.[1].schema;
}

function compareParameter(c: Comparison, before: Declared, after: Declared, where: string): void {
  const from = before.declaration;
  const to = after.declaration;
  const what = `${before.location} parameter ${before.name}`;
  c.reportChange(`parameter-became-${needOf(after)}`, where, what, needOf(before), needOf(after));
  if (before.location === after.location) compareSerialization(c, before, after, where);
  const rules = ["parameter-deprecated", "parameter-undeprecated"] as const;
  c.reportFlag(rules, where, "deprecated", from.deprecated === true, to.deprecated === true);
  const textsAt = textPlace(before.raw, after.raw, where);
  compareTexts(c, textsOf(from), textsOf(to), textsAt);
  const place = { direction: "request", where, textsAt, travels: true, open: [] } as const;
  compareSchemas(c, schemaOf(from), schemaOf(to), place);
}

/** Where texts are reported: at `components.parameters.Hub` for two references to it, since many operations share them. */
export function textPlace(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  where: string,
): string {
  const shared = sharedPlace(before);
  return shared !== undefined && shared === sharedPlace(after) ? shared : where;
}

function sharedPlace(raw: JsonValue | undefined): string | undefined {
  const reference = isObject(raw) ? stringAt(raw, "$ref") : undefined;
  return reference === undefined ? undefined : pointerToPlace(reference).join(".");
}

export function textsOf(declaration: JsonObject): JsonObject {
  const { description, summary: short, example, examples, externalDocs } = declaration;
  return { description, summary: short, example, examples, externalDocs };
}

function compareSerialization(c: Comparison, before: Declared, after: Declared, where: string): void {
  const [from, to] = [before, after].map(({ declaration }) => mediaOf(declaration)?.[0] ?? "a plain value");
  c.reportChange("parameter-encoding-changed", where, "content", from, to);
  if (from !== to) return;
  // How lists and objects are written says nothing about a single value.
  const types = c.before.schemas.read(schemaOf(before.declaration)).types;
  const isList = types === undefined || types.has("array") || types.has("object");
  const styles = [styleOf(before, isList), styleOf(after, isList)];
  c.reportChange("parameter-serialization-changed", where, "style", styles[0], styles[1]);
  for (const [flag, allowed, forbidden] of [
    ["allowReserved", "parameter-reserved-allowed", "parameter-reserved-forbidden"],
    ["allowEmptyValue", "parameter-empty-allowed", "parameter-empty-forbidden"],
  ] as const) {
    const [had, has] = [before, after].map(({ declaration }) => declaration[flag] === true);
    c.reportFlag([allowed, forbidden], where, flag, had === true, has === true);
  }
}

function styleOf({ location, declaration }: Declared, isList: boolean): string {
  const usual = location === "query" || location === "cookie" ? "form" : "simple";
  const style = stringAt(declaration, "style") ?? usual;
  if (!isList) return style;
  const explode = declaration.explode ?? style === "form";
  return `${style}${explode === true ? " with explode" : ""}`;
}
