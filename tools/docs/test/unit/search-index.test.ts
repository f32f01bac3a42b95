import { expect, test } from "vitest";
import { searchWords } from "../../src/search-index.ts";

test("the headings of a page are words of the search", () => {
  expect(searchWords("# Errors\n\ntext\n\n## What is sent again\n")).toContain("Errors What is sent again");
});

test.each([
  ["timeout", "An attempt's time-out"],
  ["managed", "new DefaultAzureCredential()"],
  ["duplicate", "could show it twice"],
  ["paging", "for await (const { connectionId } of list)"],
])("'%s' finds a page that says it otherwise", (word, text) => {
  expect(searchWords(text).split(" ")).toContain(word);
  expect(searchWords("nothing of the kind")).toBe("");
});
