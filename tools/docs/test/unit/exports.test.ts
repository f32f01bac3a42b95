import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readExports } from "../../src/docstrings.ts";
import { findUndocumented } from "../../src/exports.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "exports-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function complaints(source: string): string[] {
  const file = join(folder, "index.ts");
  writeFileSync(file, source);
  return findUndocumented(readExports(folder, file)).map(({ line, message }) => `${line} ${message}`);
}

const example = "@example\n * ```ts\n * f();\n * ```";

describe("findUndocumented", () => {
  test("asks a function for a description and an example", () => {
    expect(complaints("export function f() {}")).toEqual([
      "1 f has no description",
      "1 f has no @example with a ts code block",
    ]);
    expect(complaints(`/**\n * Does it.\n * ${example}\n */\nexport function f() {}`)).toEqual([]);
  });

  test("asks types and values for a description", () => {
    expect(complaints("export interface A {}\nexport const b = 1;")).toEqual([
      "1 A has no description",
      "2 b has no description",
    ]);
  });

  test("asks for a description of each option, but not of each property of plain data", () => {
    expect(
      complaints(
        "/** A. */\nexport interface AOptions {\n  x?: 1;\n}\n/** B. */\nexport interface B {\n  x: 1;\n}",
      ),
    ).toEqual(["3 AOptions.x has no description"]);
  });

  test("leaves private members and what is not exported alone", () => {
    expect(
      complaints(
        "/** A. */\nexport class AClient {\n  #a = 1;\n  private b = 2;\n}\nfunction hidden() {}\nhidden();",
      ),
    ).toEqual([]);
  });
});

describe("readExports", () => {
  test("gives an example's code with the line it stands on", () => {
    const file = join(folder, "index.ts");
    writeFileSync(file, `/**\n * Does it.\n *\n * ${example}\n */\nexport function f() {}`);
    expect(readExports(folder, file)[0]?.examples).toEqual([{ line: 6, code: "f();", flags: [] }]);
  });
});
