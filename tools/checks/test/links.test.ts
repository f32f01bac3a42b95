import { describe, expect, test } from "vitest";
import { findDeadLinks } from "../src/links.ts";

describe("findDeadLinks()", () => {
  test("names relative links that lead nowhere, with their lines", () => {
    const text = "[a](there.md)\n[b](gone.md#x) and [c](https://example.com)\n[d](#here)\n";
    expect(findDeadLinks(text, (target) => target === "there.md")).toEqual([{ line: 2, target: "gone.md" }]);
  });

  test("leaves code alone", () => {
    expect(findDeadLinks("```\n[a](gone.md)\n```\n`[b](gone.md)`\n", () => false)).toEqual([]);
  });
});
