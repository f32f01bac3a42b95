import { type JsonValue, isObject } from "../../../generator/src/json.ts";
import { type Comparison, type SchemaPlace, referenceName } from "../comparison.ts";
import type { Discriminator, Schema } from "../schema.ts";
import type { SchemaReader } from "../schema-reader.ts";
import { canonicalJson } from "../canonical-json.ts";
import { matchPairs } from "../members.ts";
import { describe } from "./schema-type.ts";

type Compare = (before: JsonValue | undefined, after: JsonValue | undefined, place: SchemaPlace) => void;

/** Whether a schema is nothing but a choice between others. */
export function isPlainUnion(schema: Schema): boolean {
  return schema.unions.length === 1 && schema.types === undefined && schema.required.size === 0;
}

export function compareUnions(
  c: Comparison,
  before: Schema,
  after: Schema,
  place: SchemaPlace,
  compare: Compare,
): void {
  const count = Math.max(before.unions.length, after.unions.length);
  for (let index = 0; index < count; index++) {
    const from = before.unions[index];
    const to = after.unions[index];
    if (!from || !to) {
      const message = `${(from ?? to)?.kind} ${from ? "removed" : "added"}`;
      c.reportSchema("shape-changed", place, message);
      continue;
    }
    if (from.kind !== to.kind) {
      const message = `${from.kind} changed to ${to.kind}`;
      c.reportSchema(to.kind === "oneOf" ? "union-tightened" : "union-loosened", place, message);
    }
    compareBranches(c, from.branches, to.branches, place, compare);
  }
  compareDiscriminators(c, before, after, place);
}

/** Compares the members of two unions; a schema without a union is a union of one. */
export function compareBranches(
  c: Comparison,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  place: SchemaPlace,
  compare: Compare,
): void {
  const { pairs, lost, gained } = matchBranches(c, before, after);
  for (const { from, to } of pairs) {
    const where =
      before.length === 1 && after.length === 1 ? place.where : `${place.where} (${branchName(c, from)})`;
    compare(from, to, { ...place, where, ignoresNull: true });
  }
  const names = (branches: readonly JsonValue[], which: "before" | "after") =>
    branches.map((branch) => branchName(c, branch, which)).join(", ");
  const lists = `from ${names(before, "before")} to ${names(after, "after")}`;
  if (gained.length > 0)
    c.reportSchema("union-branch-added", place, `${names(gained, "after")} added, ${lists}`);
  if (lost.length > 0)
    c.reportSchema("union-branch-removed", place, `${names(lost, "before")} removed, ${lists}`);
}

/** Members belong together by name, then by the value of a constant property, then by being equal, then by their only type. */
function matchBranches(c: Comparison, before: readonly JsonValue[], after: readonly JsonValue[]) {
  const { schemas: from } = c.before;
  const { schemas: to } = c.after;
  const tag = tagProperty(from, before);
  if (tag !== undefined && tag === tagProperty(to, after))
    return matchPairs(before, after, [haveSameName, (a, b) => tagOf(from, a, tag) === tagOf(to, b, tag)]);
  return matchPairs(before, after, [
    haveSameName,
    (a, b) => c.isSame(a, b),
    (a, b) =>
      typeOf(from.read(a)) === typeOf(to.read(b)) &&
      isOnlyOfType(from, a, before) &&
      isOnlyOfType(to, b, after),
  ]);
}

function haveSameName(from: JsonValue, to: JsonValue): boolean {
  return referenceName(from) !== undefined && referenceName(from) === referenceName(to);
}

function isOnlyOfType(reader: SchemaReader, branch: JsonValue, branches: readonly JsonValue[]): boolean {
  return branches.filter((one) => typeOf(reader.read(one)) === typeOf(reader.read(branch))).length === 1;
}

function typeOf(schema: Schema): string {
  return [...(schema.types ?? ["any"])].toSorted().join(" ");
}

/** The property that tells all members apart by a constant, if there is one. */
function tagProperty(reader: SchemaReader, branches: readonly JsonValue[]): string | undefined {
  const [first] = branches;
  return [...reader.read(first).properties.keys()].find((name) => {
    const values = branches.map((branch) => tagOf(reader, branch, name));
    return values.every((value) => value !== undefined) && new Set(values).size === values.length;
  });
}

function tagOf(reader: SchemaReader, branch: JsonValue, property: string): string | undefined {
  const { values } = reader.read(reader.read(branch).properties.get(property));
  return values?.length === 1 ? canonicalJson(values[0]) : undefined;
}

function branchName(c: Comparison, branch: JsonValue, side: "before" | "after" = "before"): string {
  const name = referenceName(branch);
  if (name !== undefined) return name;
  if (isObject(branch) && typeof branch.title === "string") return branch.title;
  return describe(c[side].schemas.read(branch));
}

function compareDiscriminators(c: Comparison, before: Schema, after: Schema, place: SchemaPlace): void {
  const from = before.discriminator;
  const to = after.discriminator;
  if (!from || !to) {
    const rule = from ? "discriminator-removed" : "discriminator-added";
    c.reportSchemaChange(rule, place, "discriminator", from?.propertyName, to?.propertyName);
    return;
  }
  if (from.propertyName !== to.propertyName) {
    c.reportSchemaChange("discriminator-changed", place, "property", from.propertyName, to.propertyName);
    return;
  }
  const isRetargeted = (value: string) => value in to.mapping && changedTarget(c, from, to, value);
  if (Object.keys(from.mapping).some(isRetargeted) || renamedValues(from, to)) {
    const [mapping, other] = [canonicalJson(from.mapping), canonicalJson(to.mapping)];
    c.reportSchemaChange("discriminator-changed", place, "mapping", mapping, other);
  }
}

function changedTarget(c: Comparison, from: Discriminator, to: Discriminator, value: string): boolean {
  const before = targetName(from.mapping[value]);
  const after = targetName(to.mapping[value]);
  return before !== after && !c.partnersOf(before).has(after);
}

/** Whether a member that stays has another value now. */
function renamedValues(from: Discriminator, to: Discriminator): boolean {
  const after = new Map(Object.entries(to.mapping).map(([value, target]) => [targetName(target), value]));
  return Object.entries(from.mapping).some(([value, target]) => {
    const other = after.get(targetName(target));
    return other !== undefined && !(value in to.mapping);
  });
}

function targetName(target: string | undefined): string {
  return target?.split("/").at(-1) ?? "";
}
