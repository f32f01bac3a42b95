import { expect, test } from "vitest";
import { listedPages } from "../../src/navigation.ts";
import { urlOfPage } from "../../src/page-urls.ts";
import { pageSettings } from "../../src/site-pages.ts";

test("a page without front matter has the title of its first heading", () => {
  expect(pageSettings("docs/versioning.md", "# Versions\n\n## More\n").title).toBe("Versions");
  expect(pageSettings("examples/node/README.md", "\n# The `node` demo\n").title).toBe("The node demo");
});

test("the folder of a page decides its category", () => {
  expect(pageSettings("docs/decisions/0001-x.md", "").category).toBe("Decisions");
  expect(pageSettings("examples/node/README.md", "").category).toBe("Examples");
  expect(pageSettings("SECURITY.md", "").category).toBe("Project");
  expect(pageSettings("tools/bench/README.md", "").category).toBe("Internals");
});

test.each([
  ["docs/guides/faq.md", "guides/faq"],
  ["docs/.site/rest-api/messages.md", "rest-api/messages"],
  ["CONTRIBUTING.md", "contributing"],
  ["examples/hono-chat/README.md", "examples/hono-chat"],
  [".changeset/README.md", "changeset"],
])("the page of %s is at %s.html", (file, url) => {
  expect(urlOfPage(file)).toBe(url);
});

test("the list of pages leaves out examples, decisions and internals", () => {
  const categories = ["Guides", "Examples", "Internals", "Decisions", "Project"].map((text) => ({ text }));
  expect(listedPages(categories).map(({ text }) => text)).toEqual(["Guides", "Project"]);
});
