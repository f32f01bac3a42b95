import { describe, expect, test } from "vitest";
import { copyQuotes, findStaleQuotes } from "../../src/quotes.ts";

const page = "# A\n\n<!-- shows examples/a.ts -->\n\n```ts fragment\nold();\n```\n\nEnd.\n";

describe("findStaleQuotes", () => {
  test("is content with a block that shows its file", () => {
    expect(findStaleQuotes("a.md", page, () => "old();\n")).toEqual([]);
  });

  test("names page and line of a block that shows something else", () => {
    const [problem] = findStaleQuotes("a.md", page, () => "current();\n");
    expect(problem).toMatchObject({ file: "a.md", line: 5 });
    expect(problem?.message).toContain("does not show examples/a.ts as it is");
  });

  test("names a file that is not there", () => {
    expect(findStaleQuotes("a.md", page, () => undefined)[0]?.message).toBe(
      "shows examples/a.ts, which does not exist",
    );
  });
});

describe("copyQuotes", () => {
  test("puts the file into its block and leaves everything else", () => {
    expect(copyQuotes(page, () => "one();\ntwo();\n")).toBe(page.replace("old();", "one();\ntwo();"));
  });

  test("fills an empty block", () => {
    expect(copyQuotes("<!-- shows a.ts -->\n```ts\n```\nEnd.\n", () => "a();\n")).toBe(
      "<!-- shows a.ts -->\n```ts\na();\n```\nEnd.\n",
    );
  });
});
