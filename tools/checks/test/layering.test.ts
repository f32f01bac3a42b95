import { describe, expect, test } from "vitest";
import { findImports } from "../src/imports.ts";
import { judgeImport } from "../src/layering.ts";

const judge = (folder: string, file: string, specifier: string) =>
  judgeImport(folder, { file, line: 1, specifier });

describe("findImports()", () => {
  test("sees imports, exports, side effects and dynamic imports, with their lines", () => {
    const text = `import a from "a";\nexport {\n  b,\n} from 'b';\nimport "c";\nconst d = await import("d");\n// import x from "x";\n * import y from "y";\n`;
    expect(findImports("f.ts", text).map(({ line, specifier }) => [line, specifier])).toEqual([
      [1, "a"],
      [4, "b"],
      [5, "c"],
      [6, "d"],
    ]);
  });
});

describe("judgeImport()", () => {
  test("lets imports along the arrows pass", () => {
    expect(judge("packages/auth", "packages/auth/src/a.ts", "@x/fetch-client")).toBeUndefined();
    expect(
      judge("packages/types", "packages/types/test/contract/a.test.ts", "@x/contract-kit"),
    ).toBeUndefined();
  });

  test.each([
    ["packages/types", "packages/types/generated/index.d.ts", "@x/fetch-client"],
    ["packages/fetch-client", "packages/fetch-client/generated/index.ts", "@x/auth"],
    ["packages/auth", "packages/auth/test/unit/a.test.ts", "@x/emulator"],
    ["packages/emulator", "packages/emulator/src/a.ts", "@x/auth"],
    ["packages/emulator", "packages/emulator/src/a.ts", "@x/contract-kit"],
    ["packages/emulator", "packages/emulator/generated/index.ts", "../src/rest/route.js"],
    ["packages/auth", "packages/auth/src/a.ts", "../../../tools/generator/runtime/path.js"],
  ])("refuses in %s: %s importing %s", (folder, file, specifier) => {
    expect(judge(folder, file, specifier)).toBeTypeOf("string");
  });
});
