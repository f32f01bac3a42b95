import { describe, expect, test } from "vitest";
import { highestBump } from "../src/change.ts";
import { diffDocuments } from "../src/diff.ts";
import { rules as table } from "../src/rules.ts";
import { readFixtures } from "./fixture.ts";

const fixtures = readFixtures();

describe.each([...new Set(fixtures.map(({ family }) => family))])("%s", (family) => {
  test.each(fixtures.filter((one) => one.family === family))(
    "$name: wire $wire, types $types",
    ({ before, after, wire, types, rules, where }) => {
      const { bump, changes } = diffDocuments(before, after);
      const onAxis = (axis: string) =>
        highestBump(changes.filter((one) => one.axis === axis).map((one) => one.bump));
      const kinds = [...new Set(changes.map(({ kind }) => kind))].toSorted();
      expect({ wire: onAxis("wire"), types: onAxis("types"), rules: kinds }).toEqual({ wire, types, rules });
      expect(bump).toBe(highestBump([wire, types]));
      if (where !== undefined) expect(changes.map((one) => one.where)).toContain(where);
      for (const { message } of changes) expect(message).toMatch(/ /);
    },
  );
});

test("every rule has a fixture", () => {
  const covered = new Set(fixtures.flatMap(({ rules }) => rules));
  expect([...table.keys()].filter((id) => !covered.has(id))).toEqual([]);
});

test("no two fixtures have the same name", () => {
  const names = fixtures.map(({ family, name }) => `${family} ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
