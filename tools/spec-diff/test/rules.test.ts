import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareBumps } from "../src/change.ts";
import { ruleOf, rules } from "../src/rules.ts";

describe("the rules in docs/versioning.md", () => {
  const all = [...rules];

  test.each(all)("%s says what to do about a break, in a sentence", (_, { wire, types, advice }) => {
    if ([wire, types].includes("major")) expect(advice).toMatch(/^[A-Z].*\.$/);
  });

  test("judge the two directions of a limit the opposite way", () => {
    for (const [id, { wire }] of all) {
      const match = /^request-(.*-tightened)$/.exec(id);
      if (match) expect(compareBumps(wire, ruleOf(`response-${match[1]}`).wire), id).toBeGreaterThan(0);
    }
  });

  test("have every id, or part of an id, that the comparison names", () => {
    const folder = join(import.meta.dirname, "../src/compare");
    const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const literals = new Set(sources.flatMap((text) => text.match(/(?<=")[a-z]+(-[a-z]+)+(?=")/g) ?? []));
    const ids = [...rules.keys()].join(" ");
    const unknown = [...literals].filter((name) => !ids.includes(name) && !/^(x-|content-type)/.test(name));
    expect(literals.size).toBeGreaterThan(100);
    expect(unknown).toEqual([]);
  });

  test("name the one that is missing", () => {
    expect(() => ruleOf("made-up")).toThrow("docs/versioning.md has no rule made-up");
  });
});
