import { expect, test } from "vitest";
import { listOf, readChangeset } from "../../src/changes.ts";

const changesets = [
  '---\n"@x/auth": patch\n---\n\nFix one `thing`: it lets\nmore in.\n',
  '---\n"@x/auth": minor\n"@x/types": patch\n---\n\nTake keys.\n\n```ts\nkeys();\n```\n',
].flatMap(readChangeset);

test("changes that wait are listed by package, the largest first", () => {
  expect(listOf("@x/auth", changesets)[0]).toBe("### @x/auth");
  expect(listOf("@x/auth", changesets)[1]).toMatch(
    /^- \*\*Minor\.\*\* Take keys\.[^]*\n\n- \*\*Patch\.\*\* Fix one/,
  );
  expect(listOf("@x/types", changesets)[1]).toMatch(/^- \*\*Patch\.\*\* Take keys\./);
  expect(listOf("@x/emulator", changesets)).toEqual([]);
});

test("the whole text of a change stands in its item", () => {
  expect(listOf("@x/auth", changesets)[1]).toContain("Fix one `thing`: it lets\n  more in.");
  expect(listOf("@x/auth", changesets)[1]).toContain("Take keys.\n\n  ```ts\n  keys();\n  ```");
});
