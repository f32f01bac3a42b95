import { describe, expect, test } from "vitest";
import { type ReportedTest, coverageTable, withCoverage } from "../../src/coverage.ts";
import { fixture } from "../fixture.ts";

describe("coverageTable()", () => {
  const row = (...tests: ReportedTest[]): string | undefined =>
    coverageTable(fixture(), tests).split("\n").at(-1);
  const auth = "/x/packages/auth/test/contract/operations.test.ts";

  test("ticks a column whose tests of the operation have all passed", () => {
    expect(row({ file: auth, title: "a token putThing carries a token", passed: true })).toBe(
      "| `putThing` | – | – | – | – | ✓ | – |",
    );
  });

  test("ticks nothing for a failed test, a test of another operation or a test in another file", () => {
    const nothing = "| `putThing` | – | – | – | – | – | – |";
    expect(row()).toBe(nothing);
    expect(
      row(
        { file: auth, title: "putThing one", passed: true },
        { file: auth, title: "putThing two", passed: false },
      ),
    ).toBe(nothing);
    expect(row({ file: auth, title: "putThings carries a token", passed: true })).toBe(nothing);
    expect(row({ file: "/x/other.test.ts", title: "putThing", passed: true })).toBe(nothing);
  });
});

describe("withCoverage()", () => {
  test("replaces what stands between the marks and refuses a page without them", () => {
    const page =
      "a\n<!-- coverage: written by pnpm --filter @x/contract-kit coverage -->\nold\n<!-- /coverage -->\nb";
    expect(withCoverage(page, "new")).toBe(page.replace("old", "\nnew\n"));
    expect(() => withCoverage("a", "new")).toThrow("no marks");
  });
});
