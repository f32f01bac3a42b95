import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareBumps } from "../src/change.ts";
import { withRules } from "../src/rule-document.ts";
import { ruleTable } from "../src/rules/table.ts";

/** Without what the formatter adds to line up a table. */
function plain(text: string): string {
  return text.replaceAll(/ *\| */g, "|").replaceAll(/-{3,}/g, "---");
}

describe("docs/versioning.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/versioning.md"), "utf8");

  test("has the rules as they are; if not, run pnpm --filter @x/spec-diff rules", () => {
    expect(plain(page)).toBe(plain(withRules(page)));
  });
});

describe("the rules", () => {
  const rules = Object.entries(ruleTable);

  test.each(rules)("%s says what happens and why, in sentences", (_, { title, reason, advice, oasdiff }) => {
    expect(title).toMatch(/^[A-Z`].*[^.]$/);
    for (const text of [reason, advice, oasdiff]) {
      if (text !== undefined) expect(text).toMatch(/\.$/);
    }
  });

  test.each(rules.filter(([, { wire, types }]) => [wire, types].includes("major")))(
    "%s says what to do about the break",
    (id, { advice }) => {
      // What is already broken for every reader leaves nothing to do but to read it.
      if (!advice) expect(["request-shape-changed"]).toContain(id);
    },
  );

  test("judge the two directions of a limit the opposite way", () => {
    for (const [id, rule] of rules) {
      const match = /^request-(.*-tightened)$/.exec(id);
      if (!match) continue;
      const other = ruleTable[`response-${match[1]}` as keyof typeof ruleTable];
      expect(compareBumps(rule.wire, other.wire), id).toBeGreaterThan(0);
    }
  });
});
