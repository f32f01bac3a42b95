import { expect, test } from "vitest";
import { specFile, writtenNames } from "../../../contract-kit/src/index.ts";
import { readSpec } from "../../../generator/src/read-spec.ts";
import { restApiPages } from "../../src/rest-api.ts";

const pages = restApiPages(readSpec(specFile));
const text = pages.map((page) => page.text).join("\n");

test("every operation has a section with its route, and a row in the overview", () => {
  const overview = pages[0]?.text ?? "";
  const sections = [...text.matchAll(/^## (\w+)\n\n`([A-Z]+) (\/\S+)`$/gm)];
  expect(sections.map(([, id]) => id).toSorted()).toEqual(writtenNames(specFile).operations.toSorted());
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
