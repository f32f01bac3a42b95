import { join } from "node:path";
import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { diffDocuments } from "../src/diff.ts";
import {
  type JsonObject,
  type JsonValue,
  isObject,
  pointerToPlace,
  valueAt,
} from "../../generator/src/json.ts";
import { type Spec, parseSpec, readSpec } from "../../generator/src/read-spec.ts";
import { readFixtures } from "./fixture.ts";

const specs: readonly (readonly [string, Spec])[] = [
  ["the curated document", readSpec(join(import.meta.dirname, "../../../spec/2024-12-01/openapi.yaml"))],
  ["the made-up version", readSpec(join(import.meta.dirname, "history/2025-08-01.yaml"))],
];
const fixtures = readFixtures();

function toSpec(document: JsonValue): Spec {
  return parseSpec(JSON.stringify(document), "document.json");
}

/** Lists of which the order says nothing. Tuples and examples are not among them. */
const unordered = new Set([
  "parameters",
  "required",
  "enum",
  "oneOf",
  "anyOf",
  "allOf",
  "tags",
  "servers",
  "security",
  "type",
]);

/** The same document with keys and unordered lists in another order. */
function shuffle(value: JsonValue | undefined, next: () => number, key = "", isData = false): JsonValue {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffle(item, next, "", isData));
    return unordered.has(key) && !isData ? shuffled(items, next) : items;
  }
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    shuffled(Object.entries(value), next).map(([name, member]) => [
      name,
      shuffle(member, next, name, isData || ["example", "examples", "default", "value"].includes(name)),
    ]),
  );
}

function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** A sequence of numbers that a seed decides. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

/** The document with some of its references replaced by what they lead to; one that leads back to itself stays. */
function inline(document: JsonObject, choose: () => boolean): JsonObject {
  const visit = (value: JsonValue | undefined, open: readonly string[]): JsonValue => {
    if (Array.isArray(value)) return value.map((item) => visit(item, open));
    if (!isObject(value)) return value ?? null;
    if (typeof value.$ref === "string") {
      const reference = value.$ref;
      if (open.includes(reference) || open.length > 4 || Object.keys(value).length > 1 || !choose())
        return value;
      return visit(valueAt(document, pointerToPlace(reference)), [...open, reference]);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        key === "discriminator" ? (member ?? null) : visit(member, open),
      ]),
    );
  };
  const { paths } = document;
  return { ...document, paths: visit(paths, []) };
}

describe("diffDocuments()", () => {
  test.each(specs)("finds nothing between %s and itself", (_, spec) => {
    expect(diffDocuments(spec, parseSpec(`${spec.text}\n`, "again.yaml"))).toEqual({
      bump: "none",
      changes: [],
    });
  });

  test("finds nothing between any side of a fixture and itself", () => {
    for (const { before, after } of fixtures) {
      for (const one of [before, after]) {
        expect(diffDocuments(one, parseSpec(`${one.text}\n`, "again.yaml")).changes, one.file).toEqual([]);
      }
    }
  });

  test.each(specs)("does not mind the order in %s", (_, spec) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const other = toSpec(shuffle(spec.document, numbers(seed)));
        expect(diffDocuments(spec, other).changes).toEqual([]);
        expect(diffDocuments(other, spec).changes).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test("does not mind the order in the fixtures: the verdict stays", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), fc.integer(), ({ family, before, after }, seed) => {
        // Numbered names go by order.
        fc.pre(family !== "client" && family !== "components");
        const kinds = (a: Spec, b: Spec) =>
          [
            ...new Set(diffDocuments(a, b).changes.map(({ bump, axis, kind }) => `${bump} ${axis} ${kind}`)),
          ].toSorted();
        const next = numbers(seed);
        const shuffledSides = [before, after].map(({ document }) => toSpec(shuffle(document, next)));
        const [from, to] = shuffledSides;
        if (from && to) expect(kinds(from, to)).toEqual(kinds(before, after));
      }),
      { numRuns: 300 },
    );
  });

  test.each(specs)("does not mind how %s is written: YAML, JSON, or YAML with other quotes", (_, spec) => {
    for (const text of [
      dump(spec.document),
      dump(spec.document, { flowLevel: 3 }),
      JSON.stringify(spec.document, undefined, 2),
    ]) {
      expect(diffDocuments(spec, parseSpec(text, "again")).changes).toEqual([]);
    }
  });

  test.each(specs)("finds nothing on the wire when references of %s are written in place", (_, spec) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const next = numbers(seed);
        const other = toSpec(inline(spec.document, () => next() % 3 > 0));
        for (const { changes } of [diffDocuments(spec, other), diffDocuments(other, spec)]) {
          expect(changes.filter(({ axis }) => axis === "wire")).toEqual([]);
          expect(changes.filter(({ bump }) => bump === "major")).toEqual([]);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("compares any two documents without failing, and finds the reverse of what it finds", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), fc.constantFrom(...fixtures), ({ before }, { after }) => {
        const there = diffDocuments(before, after);
        const back = diffDocuments(after, before);
        expect(there.bump === "none").toBe(back.bump === "none");
      }),
      { numRuns: 300 },
    );
  });

  test("notices whatever is cut out of a document", () => {
    const [, spec] = specs[0] ?? [];
    if (!spec) return;
    const places = leaves(spec.document, []).filter(
      (place) => place.includes("properties") || place.includes("responses"),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), (place) => {
        const document = structuredClone(spec.document);
        const owner = valueAt(document, place.slice(0, -1));
        const key = place.at(-1);
        if (!isObject(owner) || typeof key !== "string") return;
        // What the value says, or the other keywords, says the type as well.
        fc.pre(key !== "type" || !["const", "enum", "properties", "items"].some((one) => one in owner));
        delete owner[key];
        let other: Spec;
        try {
          other = toSpec(document);
        } catch {
          return;
        }
        expect(diffDocuments(spec, other).bump, place.join(" ")).not.toBe("none");
      }),
      { numRuns: 150 },
    );
  });
});

/** Every place of a document that means something: no texts, no examples. */
function leaves(value: JsonValue | undefined, place: readonly string[]): (readonly string[])[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    ["description", "examples", "example", "summary", "x-body-optional"].includes(key) ||
    (key === "required" && member === false)
      ? []
      : [[...place, key], ...leaves(member, [...place, key])],
  );
}
