import { describe, expect, test } from "vitest";
import { withDecisions } from "../../../src/bump/decision.ts";
import { decisionsFrom, isRed } from "../../../src/bump/red-places.ts";

const folders = new Map([["@acme/emulator", "packages/emulator"]]);
const read = (path: string) => (path.endsWith("lamps.ts") ? "export const lamps = { putLamp() {} };" : "");
const failed = (output: string) => ({ name: "build", passed: false, output });
const texts = (...outputs: readonly string[]) =>
  decisionsFrom(outputs.map(failed), [], folders, read).map(({ text }) => text);

const compilerLine = "@acme/emulator:build: src/rest/lamps.ts(24,38): error TS2345: Not assignable.";

describe("decisionsFrom()", () => {
  test("names the file and the line in which a package does not compile", () => {
    expect(texts(compilerLine)).toEqual([
      "Adapt packages/emulator/src/rest/lamps.ts:24: `TS2345: Not assignable.`",
    ]);
  });

  test("names a file once, whichever checks complain about it", () => {
    const typecheck = compilerLine.replace(":build:", ":typecheck:");
    expect(texts(compilerLine, `${typecheck}\n${typecheck.replace("24,38", "30,1")}`)).toEqual([
      "Adapt packages/emulator/src/rest/lamps.ts:24, and 1 more there: `TS2345: Not assignable.`",
    ]);
  });

  test.each([
    ["docs/lamps.md:9 does not compile: No.", "Adapt docs/lamps.md:9: `does not compile: No.`"],
    ["2025-08-01/openapi.yaml:3: wrong", "Adapt spec/2025-08-01/openapi.yaml:3: `wrong`"],
    ["tests/lamps.test.ts(1,2): error TS1: No.", "Adapt tests/lamps.test.ts:1: `TS1: No.`"],
    ["failed: getLamp makes a call", "Adapt contract tests: `getLamp makes a call`"],
  ])("reads %j", (line, expected) => {
    expect(texts(`Something before\n${line}\nand after`)).toEqual([expected]);
  });

  test("leaves out what a known decision explains", () => {
    const known = [{ about: "getLamp", text: "Correct spec/2025-08-01/vectors/getLamp.json:4" }];
    const checks = [failed("failed: getLamp makes a call\n2025-08-01/vectors/getLamp.json:4: wrong")];
    expect(decisionsFrom(checks, known, folders, read)).toEqual([]);
    expect(known.every((decision) => isRed(decision, checks))).toBe(true);
    expect(isRed({ about: "putLamp", text: "" }, checks)).toBe(false);
  });

  test("leaves out contract tests of operations whose handlers do not compile", () => {
    expect(texts(compilerLine, "failed: putLamp makes a call\nfailed: getLamp makes a call")).toEqual([
      "Adapt packages/emulator/src/rest/lamps.ts:24: `TS2345: Not assignable.`",
      "Adapt contract tests: `getLamp makes a call`",
    ]);
  });

  test("names a failed check that names no place", () => {
    expect(texts("ended with 1")).toEqual(['Fix what "build" reports']);
  });

  test("has nothing to decide where all checks pass", () => {
    expect(decisionsFrom([{ name: "build", passed: true, output: "" }], [], folders, read)).toEqual([]);
  });
});

describe("withDecisions()", () => {
  const guide = "# From one to two\n\n## What breaks\n\n- a lamp\n";

  test("lists each decision once, in place of an earlier list", () => {
    const first = withDecisions(guide, [{ about: "a", text: "Adapt a" }]);
    const second = withDecisions(first, [
      { about: "a", text: "Adapt a" },
      { about: "b", text: "Adapt b" },
    ]);
    expect(second).toBe(
      `${guide}\n## Before the release\n\nFor maintainers: a check is red until each of these is done. Then delete this section.\n\n- [ ] Adapt a\n- [ ] Adapt b\n`,
    );
  });

  test("leaves a guide alone where nothing is left to decide", () => {
    expect(withDecisions(guide, [])).toBe(guide);
  });
});
