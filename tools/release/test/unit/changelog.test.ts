import { describe, expect, test } from "vitest";
import { getDependencyReleaseLine, getReleaseLine } from "../../src/changelog.ts";

describe("getReleaseLine()", () => {
  test("keeps the words and the paragraphs of the changeset, and adds nothing", () => {
    expect(
      getReleaseLine({ summary: "Refuse blank groups\n\nThey used to be sent.  \nCatch the error.\n" }),
    ).toBe("- Refuse blank groups\n\n  They used to be sent.\n  Catch the error.\n\n");
  });
});

describe("getDependencyReleaseLine()", () => {
  test("names the packages and their versions in one line", () => {
    const updated = [
      { name: "@acme/types", newVersion: "1.1.0" },
      { name: "@acme/fetch-client", newVersion: "1.1.0" },
    ];
    expect(getDependencyReleaseLine([], updated)).toBe(
      "- Builds on `@acme/types` 1.1.0 and `@acme/fetch-client` 1.1.0",
    );
  });

  test("says nothing where nothing changed", () => {
    expect(getDependencyReleaseLine([], [])).toBe("");
  });
});
