import { expect, test } from "vitest";
import { pageSettings } from "../../src/site-pages.ts";

test("a page without front matter has the title of its first heading", () => {
  expect(pageSettings("docs/versioning.md", "# Versions\n\n## More\n").title).toBe("Versions");
  expect(pageSettings("examples/node/README.md", "\n# The `node` demo\n").title).toBe("The node demo");
});

test("where a page stands says its category", () => {
  expect(pageSettings("docs/decisions/0001-x.md", "").category).toBe("Decisions");
  expect(pageSettings("examples/node/README.md", "").category).toBe("Examples");
  expect(pageSettings("SECURITY.md", "").category).toBe("Project");
});
