import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { specFile, writtenNames } from "../../../contract-kit/src/index.ts";
import { isObject, objectAt, stringAt } from "../../../generator/src/json.ts";
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

test("samples call a method of the client, and iterate over the list that is paged", () => {
  const samples = [...text.matchAll(/```ts\n(.*)\n```/g)].map(([, code]) => code ?? "");
  expect(samples).toHaveLength(writtenNames(specFile).operations.length);
  for (const sample of samples) expect(sample).toMatch(/^(await |for await \(const item of )client\./);
  const paged = [...readFileSync(specFile, "utf8").matchAll(/^ +x-ms-pageable:/gm)];
  expect(samples.filter((sample) => sample.startsWith("for await"))).toHaveLength(paged.length);
});

test("every operation says when it is retried, according to its x-retry", () => {
  const again = [
    ...text.matchAll(/^## (\w+)\n\n`[A-Z]+ \/[^]*?^The client retries it (after any|only if)/gm),
  ];
  const spoken = new Map(again.map(([, id, when]) => [id, when === "after any" ? "idempotent" : "send"]));
  const declared = Object.values(objectAt(readSpec(specFile).document, "paths"))
    .flatMap((item) => (isObject(item) ? Object.values(item) : []))
    .filter(isObject)
    .map((operation) => [stringAt(operation, "operationId"), stringAt(operation, "x-retry")] as const);
  expect([...spoken].toSorted()).toEqual(declared.toSorted());
});

test("a body leads to the page of its type", () => {
  expect(text).toMatch(/^- `application\/json`: \{@linkcode @x\/types!PayloadMessage PayloadMessage\}$/m);
  expect(text).toMatch(/^\| 400 \|.*Body: \{@linkcode @x\/types!ErrorDetail ErrorDetail\}/m);
});

test("what the service does not document comes with the emulator's response", () => {
  expect(text).toMatch(
    /^## invokeConnection\n[^]*?does not document[^\n]* The emulator responds with 400 [^\n]* 408 /m,
  );
});

test("a pattern with a back-tick in it stays inline code", () => {
  expect(text).toContain("pattern `` ^[A-Za-z]");
});
