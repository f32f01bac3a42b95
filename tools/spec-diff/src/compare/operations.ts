import {
  type JsonObject,
  arrayAt,
  isObject,
  objectAt,
  stringAt,
  stringsAt,
} from "../../../generator/src/json.ts";
import { operationsIn } from "../../../generator/src/path-items.ts";
import type { Comparison, OperationPair, OperationSide, Side } from "../comparison.ts";
import { compareTexts } from "./schema-notes.ts";

interface Located extends OperationSide {
  readonly id: string | undefined;
}

/** Every operation of a document, with its path item. */
export function readOperations({ spec, model }: Side): Located[] {
  const modelled = new Map(model.operations.map((one) => [nameOf(one), one]));
  return operationsIn(objectAt(spec.document, "paths"), spec.resolve).map(
    ({ path, method: name, item, operation: declaration }) => {
      const method = name.toUpperCase();
      const id = stringAt(declaration, "operationId");
      return { path, method, item, declaration, id, modelled: modelled.get(`${method} ${path}`) };
    },
  );
}

/** Pairs operations by method and path; then whatever the names of its parameters; then by `operationId`. Reports the others. */
export function pairOperations(c: Comparison): OperationPair[] {
  const left = new Map(readOperations(c.after).map((one) => [nameOf(one), one]));
  const pairs: OperationPair[] = [];
  let lost = readOperations(c.before);
  for (const keyOf of [nameOf, templateOf]) {
    const byKey = new Map([...left.values()].map((one) => [keyOf(one), one]));
    lost = lost.filter((before) => {
      const after = byKey.get(keyOf(before));
      if (!after || !left.delete(nameOf(after))) return true;
      pairs.push({ where: nameOf(before), before, after });
      return false;
    });
  }
  for (const before of lost) {
    const after = before.id === undefined ? undefined : [...left.values()].find(({ id }) => id === before.id);
    const where = nameOf(before);
    if (after) {
      left.delete(nameOf(after));
      c.report("operation-moved", where, `operation moved from ${where} to ${nameOf(after)}`);
      pairs.push({ where, before, after });
    } else c.report("operation-removed", where, `operation ${titleOf(before)} removed`);
  }
  for (const after of left.values())
    c.report("operation-added", nameOf(after), `operation ${titleOf(after)} added`);
  return pairs;
}

function templateOf({ method, path }: OperationSide): string {
  return `${method} ${path.replaceAll(/\{[^{}]*\}/g, "{}")}`;
}

function nameOf({ method, path }: Pick<OperationSide, "method" | "path">): string {
  return `${method} ${path}`;
}

function titleOf(one: Located): string {
  return `${nameOf(one)}${one.id === undefined ? "" : ` (${one.id})`}`;
}

export function compareOperationNotes(c: Comparison, { where, before, after }: OperationPair): void {
  const from = before.declaration;
  const to = after.declaration;
  const idBefore = stringAt(from, "operationId");
  const idAfter = stringAt(to, "operationId");
  const methods = [before.modelled?.id, after.modelled?.id];
  const isAdded = idBefore === undefined && methods[0] === methods[1];
  const rule = isAdded ? "operation-id-added" : "operation-id-changed";
  const names = [idBefore, idAfter].map((id, index) => id ?? `none (method ${methods[index]})`);
  if (idBefore !== idAfter) c.reportChange(rule, where, "operationId", names[0], names[1]);
  const rules = ["operation-deprecated", "operation-undeprecated"] as const;
  c.reportFlag(rules, where, "deprecated", from.deprecated === true, to.deprecated === true);
  compareTexts(c, notesOf(before), notesOf(after), where);
}

function notesOf({ item, declaration }: OperationSide): JsonObject {
  const { summary = item.summary, description = item.description, externalDocs } = declaration;
  const tags = stringsAt(declaration, "tags").toSorted();
  return { summary, description, externalDocs, tags: tags.length > 0 ? tags : undefined };
}

/** Tags of the document: their texts, by name. */
export function compareTags(c: Comparison): void {
  const before = tagsOf(c.before);
  const after = tagsOf(c.after);
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    compareTexts(c, { tag: before[name] }, { tag: after[name] }, `tag ${name}`);
}

function tagsOf({ spec }: Side): JsonObject {
  return Object.fromEntries(
    arrayAt(spec.document, "tags").flatMap((tag) =>
      isObject(tag) ? [[stringAt(tag, "name") ?? "", tag]] : [],
    ),
  );
}
