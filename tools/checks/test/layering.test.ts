import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findImports, readImports } from "../src/imports.ts";
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

describe("readImports()", () => {
  test.each(["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"])("reads .%s files", (extension) => {
    const folder = mkdtempSync(join(tmpdir(), "imports-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, `src/a.${extension}`), 'import "@x/auth";\n');
    expect(readImports(folder).map(({ specifier }) => specifier)).toEqual(["@x/auth"]);
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
    ["packages/emulator/src/rest/a.ts", "../state/hub.js"],
    ["packages/emulator/src/rest/operations/a.ts", "../router.js"],
    ["packages/emulator/src/rest/a.ts", "../options.js"],
    ["packages/emulator/src/rest/route-table.ts", "../../generated/index.js"],
    ["packages/emulator/src/transport/a.ts", "../protocol/message.js"],
    ["packages/emulator/src/transport/a.ts", "ws"],
    ["packages/emulator/src/state/a.ts", "./hub.js"],
    ["packages/emulator/src/emulator.ts", "./transport/session.js"],
  ])("lets %s import %s", (file, specifier) => {
    expect(judge("packages/emulator", file, specifier)).toBeUndefined();
  });

  test.each([
    ["packages/types", "packages/types/generated/index.d.ts", "@x/fetch-client"],
    ["packages/fetch-client", "packages/fetch-client/generated/index.ts", "@x/auth"],
    ["packages/auth", "packages/auth/test/unit/a.test.ts", "@x/emulator"],
    ["packages/auth", "packages/auth/src/a.ts", "@x/hub"],
    ["packages/hub", "packages/hub/src/a.ts", "@x/emulator"],
    ["packages/emulator", "packages/emulator/src/a.ts", "@x/auth"],
    ["packages/emulator", "packages/emulator/src/a.ts", "@x/contract-kit"],
    ["packages/emulator", "packages/emulator/generated/index.ts", "../src/rest/route.js"],
    ["packages/auth", "packages/auth/src/a.ts", "../../../tools/generator/runtime/path.js"],
    ["packages/emulator", "packages/emulator/inspector/a.tsx", "@x/auth"],
    ["packages/emulator", "packages/emulator/src/rest/a.ts", "../transport/session.js"],
    ["packages/emulator", "packages/emulator/src/rest/operations/a.ts", "../../transport/session.js"],
    ["packages/emulator", "packages/emulator/src/transport/a.ts", "../rest/router.js"],
    ["packages/emulator", "packages/emulator/src/state/a.ts", "../rest/router.js"],
    ["packages/emulator", "packages/emulator/src/state/a.ts", "../transport/session.js"],
    ["packages/emulator", "packages/emulator/src/state/a.ts", "../emulator.js"],
    ["packages/emulator", "packages/emulator/src/state/a.ts", "node:http"],
    ["packages/emulator", "packages/emulator/src/protocol/a.ts", "../state/hub.js"],
    ["packages/emulator", "packages/emulator/src/protocol/a.ts", "ws"],
  ])("refuses in %s: %s importing %s", (folder, file, specifier) => {
    expect(judge(folder, file, specifier)).toBeTypeOf("string");
  });
});
