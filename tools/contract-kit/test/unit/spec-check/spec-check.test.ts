import { describe, expect, test } from "vitest";
import { checkCuration } from "../../../src/spec-check/curation.ts";
import { checkExtensions } from "../../../src/spec-check/extensions.ts";
import { formatProblem } from "../../../src/spec-check/problem.ts";
import { fixture, fixtureText } from "../../fixture.ts";

describe("checkExtensions()", () => {
  test("finds nothing in a good document", () => {
    expect(checkExtensions(fixture())).toEqual([]);
  });

  test.each([
    ["an unknown value", "x-retry: idempotent", "x-retry: always", "things.yaml:8", "allowed values"],
    [
      "an unknown extension",
      "x-retry: idempotent",
      "x-retry: send\n      x-other: 1",
      "things.yaml:9",
      "x-other",
    ],
    [
      "an extension in another place",
      "    Thing:\n",
      "    Thing:\n      x-retry: send\n",
      "things.yaml:32",
      "not known here",
    ],
    ["a missing extension", "x-retry: idempotent", "summary: S", "things.yaml:6", "x-retry"],
  ])("refuses %s", (_what, from, to, place, text) => {
    const [problem, ...more] = checkExtensions(fixture(from, to)).map(formatProblem);
    expect(more).toEqual([]);
    expect(problem).toContain(`${place}:`);
    expect(problem).toContain(text);
  });

  test("takes headers for headers though their names start with x-", () => {
    expect(checkExtensions(fixture("x-code", "x-anything"))).toEqual([]);
  });
});

describe("checkCuration()", () => {
  const text = fixtureText.replace("    Thing:\n", "    # curation: closed\n    Thing:\n");
  const entry = (expression: string): string =>
    `### closed\n\n- Reason: r\n- Source: s\n- Standing: certain\n- Holds: \`${expression}\`\n`;
  const check = (curation: string): string[] =>
    checkCuration(fixture(), text, curation, "curation.md").map(formatProblem);

  test.each([
    "#/components/schemas/Thing/additionalProperties = false",
    "no #/components/schemas/Thing/maxProperties",
    "#/paths/*/*/security",
    '#/paths/*/put/requestBody/content/application~1json/schema/required = ["kind"]',
  ])("takes an entry whose correction is there: %s", (expression) => {
    expect(check(entry(expression))).toEqual([]);
  });

  test.each([
    "#/components/schemas/Thing/additionalProperties = true",
    "#/components/schemas/Thing/maxProperties",
    "no #/components/schemas/Thing/required",
    "#/components/schemas/*/deprecated",
  ])("refuses an entry whose correction is gone: %s", (expression) => {
    expect(check(entry(expression))).toEqual([
      `curation.md:1: closed is no longer in the document: expected ${expression}`,
    ]);
  });

  test("refuses a mark without an entry and an entry without a mark", () => {
    expect(check(entry("#/info").replace("closed", "other"))).toEqual([
      'curation.md:1: other has no comment "curation: other" in the document: expected one',
      'things.yaml:31: curation: closed has no entry: expected "### closed" in curation.md',
    ]);
  });

  test("refuses an entry that does not say how sure we are", () => {
    expect(check(entry("#/info").replace("certain", "perhaps"))).toEqual([
      'curation.md:1: closed lacks "Standing": expected Reason, Source, Standing, Holds',
    ]);
  });
});
