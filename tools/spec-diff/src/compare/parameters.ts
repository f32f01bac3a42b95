import {
  type JsonObject,
  type JsonValue,
  arrayAt,
  isObject,
  objectAt,
  pointerToPlace,
  stringAt,
} from "../../../generator/src/json.ts";
import { templateNames } from "../../../generator/src/validate-structure.ts";
import { compareSchemas } from "./schema.ts";
import type { Comparison, OperationPair, OperationSide, Side } from "../comparison.ts";
import { describe } from "./schema-type.ts";
import { compareTexts } from "./schema-notes.ts";

interface Declared {
  readonly name: string;
  readonly location: string;
  readonly declaration: JsonObject;
  /** Where it is written once for many, if it is. */
  readonly shared: string | undefined;
}

export function compareParameters(c: Comparison, pair: OperationPair): void {
  const before = readDeclared(c.before, pair.before);
  const after = readDeclared(c.after, pair.after);
  const renamed = new Map(
    zip(templateNames(pair.before.path), templateNames(pair.after.path)).filter(([from, to]) => from !== to),
  );
  const left = new Map(after.map((one) => [keyOf(one), one]));
  const lost: Declared[] = [];
  for (const from of before) {
    const name = from.location === "path" ? (renamed.get(from.name) ?? from.name) : from.name;
    const key = keyOf({ ...from, name });
    const to = left.get(key);
    if (!to) lost.push(from);
    else {
      left.delete(key);
      const where = `${pair.where} ${from.location} ${from.name}`;
      if (to.name !== from.name) {
        const rule = from.location === "path" ? "path-parameter-renamed" : "header-parameter-respelled";
        c.report(rule, where, `${from.location} parameter renamed from ${from.name} to ${to.name}`);
      }
      compareParameter(c, from, to, where);
    }
  }
  for (const from of lost) {
    const moved = [...left.values()].find((one) => one.name === from.name);
    const where = `${pair.where} ${from.location} ${from.name}`;
    if (moved) {
      left.delete(keyOf(moved));
      c.report(
        "parameter-moved",
        where,
        `parameter ${from.name} moved from ${from.location} to ${moved.location}`,
      );
      compareParameter(c, from, moved, where);
    } else {
      c.report("parameter-removed", where, `${summary(c.before, from)} removed`);
    }
  }
  for (const to of left.values()) {
    const rule = isRequired(to) ? "required-parameter-added" : "optional-parameter-added";
    c.report(rule, `${pair.where} ${to.location} ${to.name}`, `${summary(c.after, to)} added`);
  }
}

function zip(a: readonly string[], b: readonly string[]): [string, string][] {
  return a.flatMap((one, index) => {
    const other = b[index];
    return other === undefined ? [] : [[one, other]];
  });
}

/** The operation's parameters over those of its path. */
function readDeclared({ spec }: Side, { item, declaration }: OperationSide): Declared[] {
  const declared = new Map<string, Declared>();
  for (const raw of [...arrayAt(item, "parameters"), ...arrayAt(declaration, "parameters")]) {
    const parameter = spec.resolve(raw);
    const one = {
      name: stringAt(parameter, "name") ?? "",
      location: stringAt(parameter, "in") ?? "",
      declaration: parameter,
      shared: sharedPlace(raw),
    };
    declared.set(keyOf(one), one);
  }
  return [...declared.values()];
}

function keyOf({ name, location }: Pick<Declared, "name" | "location">): string {
  return `${location} ${location === "header" ? name.toLowerCase() : name}`;
}

function isRequired({ location, declaration }: Declared): boolean {
  return location === "path" || declaration.required === true;
}

function summary(side: Side, one: Declared): string {
  const type = describe(side.schemas.read(schemaOf(one.declaration)));
  return `${isRequired(one) ? "required" : "optional"} ${one.location} parameter ${one.name} (${type})`;
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
  if (isRequired(before) !== isRequired(after)) {
    const words = (one: Declared) => (isRequired(one) ? "required" : "optional");
    const rule = isRequired(after) ? "parameter-became-required" : "parameter-became-optional";
    c.report(
      rule,
      where,
      `${before.location} parameter ${before.name} changed from ${words(before)} to ${words(after)}`,
    );
  }
  if (before.location === after.location) compareSerialization(c, before, after, where);
  if ((from.deprecated === true) !== (to.deprecated === true)) {
    c.report(
      to.deprecated === true ? "parameter-deprecated" : "parameter-undeprecated",
      where,
      `deprecated changed from ${from.deprecated === true} to ${to.deprecated === true}`,
    );
  }
  const textsAt = before.shared !== undefined && before.shared === after.shared ? before.shared : where;
  compareTexts(c, textsOf(from), textsOf(to), textsAt);
  compareSchemas(c, schemaOf(from), schemaOf(to), {
    direction: "request",
    where,
    textsAt,
    travels: true,
    open: [],
  });
}

/** `components.parameters.Hub` for a reference to it: texts that many operations share are reported once. */
export function sharedPlace(raw: JsonValue | undefined): string | undefined {
  const reference = isObject(raw) ? stringAt(raw, "$ref") : undefined;
  return reference === undefined ? undefined : pointerToPlace(reference).join(".");
}

export function textsOf(declaration: JsonObject): JsonObject {
  const { description, summary: short, example, examples, externalDocs } = declaration;
  return { description, summary: short, example, examples, externalDocs };
}

function compareSerialization(c: Comparison, before: Declared, after: Declared, where: string): void {
  const from = mediaOf(before.declaration)?.[0];
  const to = mediaOf(after.declaration)?.[0];
  if (from !== to) {
    c.report(
      "parameter-encoding-changed",
      where,
      `content changed from ${from ?? "a plain value"} to ${to ?? "a plain value"}`,
    );
    return;
  }
  // How lists and objects are written says nothing about a single value.
  const types = c.before.schemas.read(schemaOf(before.declaration)).types;
  const isList = types === undefined || types.has("array") || types.has("object");
  const styleBefore = styleOf(before, isList);
  const styleAfter = styleOf(after, isList);
  if (styleBefore !== styleAfter) {
    c.report("parameter-serialization-changed", where, `style changed from ${styleBefore} to ${styleAfter}`);
  }
  compareFlag("allowReserved", "parameter-reserved-allowed", "parameter-reserved-forbidden");
  compareFlag("allowEmptyValue", "parameter-empty-allowed", "parameter-empty-forbidden");

  function compareFlag(flag: string, allowed: string, forbidden: string): void {
    const had = before.declaration[flag] === true;
    const has = after.declaration[flag] === true;
    if (had !== has) c.report(has ? allowed : forbidden, where, `${flag} changed from ${had} to ${has}`);
  }
}

function styleOf({ location, declaration }: Declared, isList: boolean): string {
  const usual = location === "query" || location === "cookie" ? "form" : "simple";
  const style = stringAt(declaration, "style") ?? usual;
  if (!isList) return style;
  const explode = declaration.explode ?? style === "form";
  return `${style}${explode === true ? " with explode" : ""}`;
}
