import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseSpec } from "../../../../generator/src/read-spec.ts";
import { diffDocuments } from "../../../../spec-diff/src/diff.ts";
import { EditableDocument } from "../../../src/trial/editable-document.ts";
import { seededRandom } from "../../../src/trial/seeded-random.ts";
import { shapes } from "../../../src/trial/shapes.ts";
import { combinations, sample } from "../../../src/trial/try-versions.ts";
import { documentPath, listVersions } from "../../../src/versions.ts";

const root = join(import.meta.dirname, "../../../../..");
// The oldest: a newer one may have what a shape adds.
const current = listVersions(root)[0] ?? "";
const version = "2099-01-01";
const text = readFileSync(join(root, documentPath(current)), "utf8");
const before = parseSpec(text, "before.yaml");

describe("shapes", () => {
  test.each(shapes)(
    "$name: its rule finds it, with the verdict $verdict",
    ({ name, verdict, rule, apply }) => {
      const document = new EditableDocument(text, current, version);
      apply(document, seededRandom(name.length));
      const { bump, changes } = diffDocuments(before, parseSpec(document.toString(), "after.yaml"));
      expect(bump).toBe(verdict);
      expect(changes.map(({ kind }) => kind)).toContain(rule);
    },
  );

  test("are the same for the same seed", () => {
    const make = () => {
      const document = new EditableDocument(text, current, version);
      for (const [index, { apply }] of shapes.slice(0, 5).entries()) apply(document, seededRandom(index));
      return document.toString();
    };
    expect(make()).toBe(make());
  });

  test("keep the comments of the document, which name its curations", () => {
    const comments = (yaml: string) => yaml.match(/# curation: [\w-]+/g)?.length;
    expect(comments(new EditableDocument(text, current, version).toString())).toBe(comments(text));
  });
});

describe("combinations() and sample()", () => {
  test("have every shape alone and every shape in one pair", () => {
    const all = combinations(7);
    expect(all.filter(({ length }) => length === 1)).toHaveLength(shapes.length);
    const paired = all.filter(({ length }) => length === 2).flat();
    expect(new Set(paired).size).toBe(shapes.length);
    // Nothing is left to decide before the second bump.
    expect(all.at(-1)?.map(({ verdict }) => verdict)).not.toContain("major");
  });

  test("take additive and breaking shapes in turn, each at most once", () => {
    const taken = sample(7, 5).flat();
    expect(taken.map(({ verdict }) => verdict === "major")).toEqual([false, true, false, true, false]);
    expect(new Set(taken).size).toBe(5);
  });
});
