import {
  type JsonObject,
  arrayAt,
  isObject,
  objectAt,
  stringAt,
  stringsAt,
} from "../../../generator/src/json.ts";
import { httpMethods } from "../../../generator/src/validate-structure.ts";
import type { Comparison, OperationPair, OperationSide, Side } from "../comparison.ts";
import { sameJson } from "../canonical-json.ts";
import { compareTexts } from "./schema-notes.ts";

interface Located extends OperationSide {
  readonly id: string | undefined;
}

/** Every operation of a document, with its path item. */
export function readOperations(side: Side, root: "paths" | "webhooks" = "paths"): Located[] {
  const modelled = new Map(side.model.operations.map((one) => [`${one.method} ${one.path}`, one]));
  return Object.entries(objectAt(side.spec.document, root)).flatMap(([path, raw]) => {
    if (path.startsWith("x-")) return [];
    const item = side.spec.resolve(raw);
    return httpMethods.flatMap((name) => {
      const declaration = item[name];
      if (!isObject(declaration)) return [];
      const method = name.toUpperCase();
      const id = stringAt(declaration, "operationId");
      return [
        {
          path,
          method,
          item,
          declaration,
          id,
          modelled: root === "paths" ? modelled.get(`${method} ${path}`) : undefined,
        },
      ];
    });
  });
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
    if (!after) {
      const id = before.id === undefined ? "" : ` (${before.id})`;
      c.report("operation-removed", nameOf(before), `operation ${nameOf(before)}${id} removed`);
      continue;
    }
    left.delete(nameOf(after));
    c.report("operation-moved", nameOf(before), `operation moved from ${nameOf(before)} to ${nameOf(after)}`);
    pairs.push({ where: nameOf(before), before, after });
  }
  for (const after of left.values()) {
    const id = after.id === undefined ? "" : ` (${after.id})`;
    c.report("operation-added", nameOf(after), `operation ${nameOf(after)}${id} added`);
  }
  return pairs;
}

function templateOf({ method, path }: OperationSide): string {
  return `${method} ${path.replaceAll(/\{[^{}]*\}/g, "{}")}`;
}

function nameOf({ method, path }: OperationSide): string {
  return `${method} ${path}`;
}

export function compareOperationNotes(c: Comparison, { where, before, after }: OperationPair): void {
  const from = before.declaration;
  const to = after.declaration;
  const idBefore = stringAt(from, "operationId");
  const idAfter = stringAt(to, "operationId");
  if (idBefore !== idAfter) {
    const methods = [before.modelled?.id, after.modelled?.id];
    const isAdded = idBefore === undefined && methods[0] === methods[1];
    const names = [idBefore, idAfter].map((id, index) => id ?? `none (method ${methods[index]})`);
    c.report(
      isAdded ? "operation-id-added" : "operation-id-changed",
      where,
      `operationId changed from ${names[0]} to ${names[1]}`,
    );
  }
  if ((from.deprecated === true) !== (to.deprecated === true)) {
    c.report(
      to.deprecated === true ? "operation-deprecated" : "operation-undeprecated",
      where,
      `deprecated changed from ${from.deprecated === true} to ${to.deprecated === true}`,
    );
  }
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
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (sameJson(before[name], after[name])) continue;
    compareTexts(c, { tag: before[name] }, { tag: after[name] }, `tag ${name}`);
  }
}

function tagsOf({ spec }: Side): JsonObject {
  return Object.fromEntries(
    arrayAt(spec.document, "tags").flatMap((tag) =>
      isObject(tag) ? [[stringAt(tag, "name") ?? "", tag]] : [],
    ),
  );
}
