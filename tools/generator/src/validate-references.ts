import {
  type JsonObject,
  type JsonValue,
  type Place,
  arrayAt,
  isObject,
  readPointer,
  valueAt,
} from "./json.ts";
import type { SpecProblem } from "./spec-error.ts";

/** A reference as it stands in a document. */
export interface Reference {
  readonly owner: JsonObject;
  readonly place: Place;
  readonly pointer: string;
}

/** Keywords whose values are data: a `$ref` in there means nothing. */
const literals = new Set(["example", "default", "const", "enum", "value"]);

/** Keywords whose keys are names that the author chose, so that a key there is no keyword. */
const namesOf = new Set([
  "properties",
  "patternProperties",
  "schemas",
  "$defs",
  "examples",
  "paths",
  "responses",
]);

/**
 * Calls back for every object of a document that is not inside example data, from the outside in.
 *
 * @param onObject Gets the place as a list that changes after the call: copy it to keep it.
 */
export function walkObjects(document: JsonObject, onObject: (value: JsonObject, place: Place) => void): void {
  const place: (string | number)[] = [];
  const visit = (value: JsonValue | undefined): void => {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        place.push(index);
        visit(value[index]);
        place.pop();
      }
    } else if (isObject(value)) {
      onObject(value, place);
      const isName = namesOf.has(String(place.at(-1))) && !namesOf.has(String(place.at(-2)));
      for (const key of Object.keys(value)) {
        const member = value[key];
        if (typeof member !== "object" || member === null || (!isName && literals.has(key))) continue;
        place.push(key);
        visit(member);
        place.pop();
      }
    }
  };
  visit(document);
}

export function findReferences(document: JsonObject): Reference[] {
  const references: Reference[] = [];
  walkObjects(document, (owner, place) => {
    if (typeof owner.$ref === "string") references.push({ owner, place: [...place], pointer: owner.$ref });
  });
  return references;
}

/** References that lead nowhere or elsewhere, and types without an end. */
export function validateReferences(
  document: JsonObject,
  problem: (place: Place, message: string) => SpecProblem,
): SpecProblem[] {
  const problems: SpecProblem[] = [];
  for (const { place, pointer } of findReferences(document)) {
    const at = [...place, "$ref"];
    if (!pointer.startsWith("#")) {
      problems.push(
        problem(at, `$ref ${pointer} points outside this document: bundle the document into one file first`),
      );
    } else if (!pointer.startsWith("#/")) {
      problems.push(problem(at, `$ref ${pointer} is no JSON Pointer: expected #/…, anchors are not read`));
    } else {
      const target = readPointer(pointer);
      if (target === undefined)
        problems.push(problem(at, `$ref ${pointer} is not percent-encoded correctly`));
      else if (valueAt(document, target) === undefined)
        problems.push(problem(at, `$ref ${pointer} leads nowhere: nothing is defined there`));
    }
  }
  return problems.length > 0 ? problems : findEndlessTypes(document, problem);
}

/** Schemas (and other references) that are made of nothing but themselves. */
function findEndlessTypes(
  document: JsonObject,
  problem: (place: Place, message: string) => SpecProblem,
): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const finished = new Set<JsonObject>();
  const open = new Set<JsonObject>();
  const reachesItself = (value: JsonValue | undefined): boolean => {
    if (!isObject(value) || finished.has(value)) return false;
    if (open.has(value)) return true;
    open.add(value);
    const endless = partsOf(document, value).some(reachesItself);
    open.delete(value);
    finished.add(value);
    return endless;
  };
  walkObjects(document, (value, place) => {
    if (!reachesItself(value)) return;
    if (typeof value.$ref === "string") {
      problems.push(
        problem([...place, "$ref"], `$ref ${value.$ref} leads back to itself: nothing is defined on the way`),
      );
    } else {
      problems.push(
        problem(
          place,
          "is made of itself through $ref, allOf, oneOf or anyOf alone: such a type has no end, put a property or a list in between",
        ),
      );
    }
  });
  return problems;
}

/** What a value consists of without a property, a map or a list in between. */
export function partsOf(document: JsonObject, value: JsonObject): (JsonValue | undefined)[] {
  const target = typeof value.$ref === "string" ? readPointer(value.$ref) : undefined;
  return [
    ...(target === undefined ? [] : [valueAt(document, target)]),
    ...["allOf", "oneOf", "anyOf"].flatMap((keyword) => arrayAt(value, keyword)),
  ];
}
