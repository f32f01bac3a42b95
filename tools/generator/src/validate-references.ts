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

/** Fields whose keys are names that the author chose, so that a key there is neither a keyword nor an extension. */
const namesOf = new Set(
  (
    "properties patternProperties $defs definitions dependentSchemas mapping schemas responses parameters examples " +
    "requestBodies headers securitySchemes links callbacks pathItems paths webhooks content encoding variables scopes"
  ).split(" "),
);

/** A value of a document as {@link walkObjects} comes by it. */
export interface Visit {
  readonly value: JsonObject;
  /** The list changes after the call: copy it to keep it. */
  readonly place: Place;
  /** The specification extensions of the value: `x-` keys that are not names. */
  readonly extensions: readonly string[];
  /** Whether the value's other keys are paths, statuses or names instead of fields. */
  readonly isMap: boolean;
}

/**
 * Calls back for every object of a document from the outside in. Example data and the values of specification extensions
 * are data that mean nothing to OpenAPI: it does not go in there.
 */
export function walkObjects(document: JsonObject, onObject: (visit: Visit) => void): void {
  const place: (string | number)[] = [];
  const visit = (value: JsonValue | undefined, hasNames: boolean): void => {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        place.push(index);
        visit(value[index], false);
        place.pop();
      }
    } else if (isObject(value)) {
      const keys = Object.keys(value);
      const isExtended = (!hasNames || isPatterned(place)) && keys.some(isExtension);
      const extensions = isExtended ? keys.filter(isExtension) : none;
      onObject({ value, place, extensions, isMap: hasNames });
      // The caller may have put something else there.
      for (const key of Object.keys(value)) {
        const member = value[key];
        if (typeof member !== "object" || member === null || extensions.includes(key)) continue;
        if (!hasNames && (literals.has(key) || (key === "examples" && Array.isArray(member)))) continue;
        place.push(key);
        visit(member, !hasNames && namesOf.has(key));
        place.pop();
      }
    }
  };
  visit(document, false);
}

const none: readonly string[] = [];

function isExtension(key: string): boolean {
  return key.startsWith("x-");
}

/** Whether the keys of a place are paths or statuses, among which OpenAPI allows extensions. */
function isPatterned(place: Place): boolean {
  const last = place.at(-1);
  return last === "paths" || (last === "responses" && place.at(-2) !== "components");
}

/** Every reference, also in an extension where another reference leads into it. */
export function findReferences(document: JsonObject): Reference[] {
  const references: Reference[] = [];
  const seen = new Set<JsonObject>();
  const collect = (root: JsonObject, base: Place) =>
    walkObjects(root, ({ value: owner, place }) => {
      if (typeof owner.$ref === "string" && !seen.has(owner))
        references.push({ owner, place: [...base, ...place], pointer: owner.$ref });
      seen.add(owner);
    });
  collect(document, []);
  // The list grows meanwhile.
  for (const { pointer } of references) {
    const target = pointer.includes("/x-") ? readPointer(pointer) : undefined;
    const value = target && valueAt(document, target);
    if (target && isObject(value) && !seen.has(value)) collect(value, target);
  }
  return references;
}

/** References that lead nowhere or elsewhere, and types without an end. */
export function validateReferences(
  document: JsonObject,
  problem: (place: Place, message: string) => SpecProblem,
): SpecProblem[] {
  const problems = findReferences(document).flatMap(({ place, pointer }) => {
    const flaw = flawOf(document, pointer);
    return flaw === undefined ? [] : [problem([...place, "$ref"], `$ref ${pointer} ${flaw}`)];
  });
  return problems.length > 0 ? problems : findEndlessTypes(document, problem);
}

function flawOf(document: JsonObject, pointer: string): string | undefined {
  if (!pointer.startsWith("#"))
    return "points outside this document: bundle the document into one file first";
  if (!pointer.startsWith("#/")) return "is not a JSON Pointer: expected #/…, anchors are not read";
  const target = readPointer(pointer);
  if (target === undefined) return "is not percent-encoded correctly";
  return valueAt(document, target) === undefined ? "leads nowhere: nothing is defined there" : undefined;
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
  walkObjects(document, ({ value, place }) => {
    if (!reachesItself(value)) return;
    const { $ref: reference } = value;
    const [at, message] =
      typeof reference === "string"
        ? [[...place, "$ref"], `$ref ${reference} leads back to itself: nothing is defined on the way`]
        : [
            place,
            "is made of itself through $ref, allOf, oneOf or anyOf alone: such a type has no end, put a property or a list in between",
          ];
    problems.push(problem(at, message));
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
