import { describe, expect, test } from "vitest";
import { type Change } from "../../../../spec-diff/src/change.ts";
import { formatChangeset, parseChangeset } from "../../../src/guard/changesets.ts";
import { judgeChangesets } from "../../../src/guard/judge-changesets.ts";
import { packageBumps } from "../../../src/guard/package-bumps.ts";

const change = (bump: Change["bump"], axis: Change["axis"]): Change => ({
  bump,
  axis,
  kind: "some-rule",
  where: "GET /lamps",
  message: "changed",
});
const changeset = (releases: Record<string, "patch" | "minor" | "major">) => ({
  id: "x",
  releases,
  summary: "x",
});
const judge = (changes: readonly Change[], releases: Record<string, "patch" | "minor" | "major"> = {}) =>
  judgeChangesets({
    scope: "@acme",
    changesets: [changeset(releases)],
    sinceRelease: { changes, regenerated: [] },
  }).map((one) => [one.package, one.needed, one.found]);

describe("packageBumps()", () => {
  test("breaks auth when the client breaks, and the emulator only over the wire", () => {
    expect(packageBumps([change("major", "types")])).toEqual({
      types: "major",
      "fetch-client": "major",
      auth: "major",
      emulator: "none",
    });
    expect(packageBumps([change("minor", "types"), change("minor", "wire")])).toEqual({
      types: "minor",
      "fetch-client": "minor",
      auth: "none",
      emulator: "minor",
    });
  });
});

describe("judgeChangesets()", () => {
  test("asks for nothing where nothing changed", () => {
    expect(judge([])).toEqual([]);
  });

  test("names each package without a changeset, with what it needs", () => {
    expect(judge([change("minor", "wire")])).toEqual([
      ["types", "minor", "none"],
      ["fetch-client", "minor", "none"],
      ["emulator", "minor", "none"],
    ]);
  });

  test("refuses a changeset that is too low", () => {
    expect(
      judge([change("major", "types")], {
        "@acme/types": "minor",
        "@acme/fetch-client": "minor",
        "@acme/auth": "major",
      }),
    ).toEqual([
      ["types", "major", "minor"],
      ["fetch-client", "major", "minor"],
    ]);
  });

  test("takes one that is higher", () => {
    expect(judge([change("patch", "types")], { "@acme/types": "major" })).toEqual([]);
  });

  test("takes a changeset of one for both of the packages that have one version", () => {
    expect(judge([change("minor", "types")], { "@acme/fetch-client": "minor" })).toEqual([]);
  });

  test("does not take a changeset of another scope", () => {
    expect(judge([change("minor", "types")], { "@other/fetch-client": "minor" })).toHaveLength(2);
  });

  test("asks for a patch where only the generated code differs", () => {
    const missing = judgeChangesets({
      scope: "@acme",
      changesets: [],
      sinceRelease: { changes: [], regenerated: ["fetch-client"] },
    });
    expect(missing).toEqual([
      { package: "fetch-client", needed: "patch", found: "none", reason: "its generated code changed" },
    ]);
  });

  test("asks for any changeset of each package before the first release", () => {
    const missing = judgeChangesets({
      scope: "@acme",
      changesets: [changeset({ "@acme/types": "minor", "@acme/auth": "patch" })],
      sinceRelease: undefined,
    });
    expect(missing.map((one) => one.package)).toEqual(["emulator"]);
  });
});

describe("parseChangeset()", () => {
  test("reads what formatChangeset() writes", () => {
    const one = { releases: { "@acme/types": "major" as const }, summary: "Break it\n\nBecause." };
    expect(parseChangeset("x", formatChangeset(one))).toEqual({ id: "x", ...one });
  });

  test("takes a changeset of no package", () => {
    expect(parseChangeset("x", "---\n---\n\nInternal\n")).toEqual({
      id: "x",
      releases: {},
      summary: "Internal",
    });
  });

  test.each([
    ["no list of packages", "Just text\n", "between two lines of ---"],
    [
      "a release that semver does not know",
      '---\n"@acme/types": huge\n---\n\nx\n',
      'asks for "huge" of @acme/types',
    ],
  ])("refuses %s", (_what, text, message) => {
    expect(() => parseChangeset("x", text)).toThrow(message);
  });
});
