import { expect, test } from "vitest";
import { searchWords } from "../../src/search-index.ts";

test("the headings of a page are words of the search", () => {
  expect(searchWords("# Errors\n\ntext\n\n## What is retried\n")).toContain("Errors What is retried");
});

test.each([
  ["timeout", "An attempt timed out"],
  ["managed", "new DefaultAzureCredential()"],
  ["duplicate", "could show it twice"],
  ["paging", "for await (const { connectionId } of list)"],
])("'%s' finds a page that uses a synonym", (word, text) => {
  expect(searchWords(text).split(" ")).toContain(word);
  expect(searchWords("nothing of the kind")).toBe("");
});
