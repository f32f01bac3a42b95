import { join } from "node:path";
import { expect, test } from "vitest";
import { readSpec } from "../../../generator/src/read-spec.ts";
import { restApiPages } from "../../src/rest-api.ts";
import { root } from "../../src/sources.ts";

const pages = restApiPages(readSpec(join(root, "spec/2024-12-01/openapi.yaml")));
const text = pages.map((page) => page.text).join("\n");

test("every operation has a section with its route, and a row in the overview", () => {
  const overview = pages[0]?.text ?? "";
  const sections = [...text.matchAll(/^## (\w+)\n\n`([A-Z]+) (\/\S+)`$/gm)];
  expect(sections).toHaveLength(26);
  for (const [, id, method, path] of sections) {
    expect(overview).toContain(`[\`${id}\`]`);
    expect(overview).toContain(`\`${method} ${path}\``);
  }
});

test("every page of a tag is a child of the overview", () => {
  for (const { file } of pages.slice(1)) expect(pages[0]?.text).toContain(`  - ./${file}\n`);
});

test("a pattern with a back-tick in it stays inline code", () => {
  expect(text).toContain("pattern `` ^[A-Za-z]");
});
