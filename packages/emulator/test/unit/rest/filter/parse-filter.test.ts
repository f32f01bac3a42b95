import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFilter } from "../../../../src/rest/filter/parse-filter.js";
import { FilterError } from "../../../../src/rest/filter/tokens.js";

const ada = { connectionId: "c1", userId: "listener-ada", groups: new Set(["g1", "it's"]) };
const anonymous = { connectionId: "c2", userId: undefined, groups: new Set<string>() };

describe("parseFilter()", () => {
  test.each<[string, boolean, boolean]>([
    ["startswith(userId, 'listener-')", true, false],
    ["userId eq null", false, true],
    ["USERID ne null and 'g1' in Groups", true, false],
    ["'it''s' in groups", true, false],
    ["userId in ('x', 'listener-ada')", true, false],
    ["not (connectionId eq 'c1')", false, true],
    ["connectionId eq 'c1' or connectionId eq 'c2' and false", true, false],
    ["length(groups) ge 2", true, false],
    ["length(userId) eq -1", false, true],
    ["indexof(userId, 'ada') gt 8", true, false],
    ["substring(toupper(userId), 0, 3) eq 'LIS'", true, false],
    ["endswith(concat(connectionId, trim(' x ')), '1x') and contains(userId, '-')", true, false],
  ])("evaluates %s", (filter, forAda, forAnonymous) => {
    expect([parseFilter(filter)(ada), parseFilter(filter)(anonymous)]).toEqual([forAda, forAnonymous]);
  });

  test.each([
    ["userId", "expected 'boolean' at character 1"],
    ["role eq 'x'", "Unknown name 'role'"],
    ["soundex(userId) eq 'x'", "Unknown function 'soundex'"],
    ["userId eq 1", "Cannot compare string with integer at character 8"],
    ["not length(userId) gt 5", "expected 'boolean'"],
    ["userId gt 'a'", "compares integers"],
    ["userId eq 'x", "not closed at character 11"],
    ["userId eq 'x' )", "Unexpected ')'"],
    ["length()", "too few"],
    [`${"(".repeat(5_000)}true`, "nests deeper"],
    [`${"not ".repeat(5_000)}true`, "nests deeper"],
  ])("refuses %s", (filter, message) => {
    expect(() => parseFilter(filter)).toThrow(message);
  });

  test("answers any text with a predicate or a FilterError", () => {
    const word = fc.constantFrom(
      "userId",
      "groups",
      "(",
      ")",
      "'a'",
      "eq",
      "in",
      "not",
      "and",
      "1",
      ",",
      "length",
      "null",
    );
    const filters = fc.oneof(
      fc.string(),
      fc.array(word).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(filters, (filter) => {
        try {
          expect(typeof parseFilter(filter)(ada)).toBe("boolean");
        } catch (error) {
          expect(error).toBeInstanceOf(FilterError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
