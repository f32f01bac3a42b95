import { type JsonObject, objectAt } from "../../../generator/src/json.ts";
import { compareQueued } from "./schema.ts";
import type { Comparison, Side } from "../comparison.ts";
import { membersOf, pairMembers } from "../members.ts";

const sharedKinds = ["parameters", "responses", "requestBodies", "headers", "pathItems"];

/** Named schemas and other shared parts. Comes last: what the operations use has been compared by then. */
export function compareComponents(c: Comparison): void {
  compareQueued(c);
  const before = read(c.before, "schemas");
  const after = read(c.after, "schemas");
  for (const name of Object.keys(before)) {
    if (after[name] !== undefined && !c.wasCompared(name)) c.enqueue(name, name, "none");
  }
  compareQueued(c);
  const renamed = new Map<string, string>();
  for (const name of Object.keys(before)) {
    if (after[name] !== undefined) continue;
    const partner =
      [...c.partnersOf(name)].find((one) => before[one] === undefined) ??
      findEqual(c, before, after, name, renamed);
    if (partner === undefined) c.report("schema-removed", name, `schema ${name} removed`);
    else {
      renamed.set(partner, name);
      c.report("schema-renamed", name, `schema renamed from ${name} to ${partner}`);
    }
  }
  for (const name of Object.keys(after)) {
    if (before[name] === undefined && !renamed.has(name))
      c.report("schema-added", name, `schema ${name} added`);
  }
  compareAliases(c);
  for (const kind of sharedKinds) compareShared(c, kind);
}

function read({ spec }: Side, kind: string): JsonObject {
  return objectAt(objectAt(spec.document, "components"), kind);
}

function findEqual(
  c: Comparison,
  before: JsonObject,
  after: JsonObject,
  name: string,
  taken: ReadonlyMap<string, string>,
): string | undefined {
  const raw = before[name];
  if (raw === undefined) return undefined;
  const text = c.before.schemas.text(raw);
  return Object.entries(after).find(
    ([other, schema]) =>
      before[other] === undefined &&
      !taken.has(other) &&
      schema !== undefined &&
      c.after.schemas.text(schema) === text,
  )?.[0];
}

function aliasesOf({ model }: Side): [name: string, alias: string][] {
  return model.schemas.map(({ name, alias }) => [name, alias]);
}

function compareAliases(c: Comparison): void {
  for (const [name, alias, other] of pairMembers(aliasesOf(c.before), aliasesOf(c.after)).both)
    c.reportChange("schema-alias-changed", name, "exported name", alias, other);
}

function compareShared(c: Comparison, kind: string): void {
  const { lost, gained } = pairMembers(membersOf(read(c.before, kind)), membersOf(read(c.after, kind)));
  for (const [name] of lost)
    c.report("component-removed", `components.${kind}.${name}`, `${kind} ${name} removed`);
  for (const [name] of gained)
    c.report("component-added", `components.${kind}.${name}`, `${kind} ${name} added`);
}
