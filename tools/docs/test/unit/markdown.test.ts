import { describe, expect, test } from "vitest";
import { findCodeBlocks } from "../../src/markdown.ts";

describe("findCodeBlocks", () => {
  test("gives language, flags, code and lines of each block", () => {
    expect(findCodeBlocks("# A\n\n```ts no-run\nconst a = 1;\n\n```\ntext\n")).toEqual([
      { line: 3, endLine: 6, language: "ts", flags: ["no-run"], code: "const a = 1;\n", shows: undefined },
    ]);
  });

  test("takes the indent of a list off the code", () => {
    expect(findCodeBlocks("- x\n\n  ```ts\n  a();\n    b();\n  ```\n")[0]?.code).toBe("a();\n  b();");
  });

  test("knows the file that a block shows, from the comment right above it", () => {
    const [shown, plain] = findCodeBlocks("<!-- shows a/b.ts -->\n\n```ts\n```\n\n```ts\n```\n");
    expect([shown?.shows, plain?.shows]).toEqual(["a/b.ts", undefined]);
    expect(findCodeBlocks("<!-- shows a/b.ts -->\nText.\n```ts\n```\n")[0]?.shows).toBeUndefined();
  });

  test("names the line of a block that is not closed", () => {
    expect(() => findCodeBlocks("a\n\n```ts\nb\n")).toThrow("line 3: the code block is not closed");
  });
});
