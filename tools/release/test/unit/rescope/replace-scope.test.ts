import { describe, expect, test } from "vitest";
import { findScope, replaceScope } from "../../../src/rescope/replace-scope.ts";

const replace = (text: string) => replaceScope(text, ["@old"], "@brand-new");

describe("replaceScope()", () => {
  test.each([
    ["a package", 'import "@old/auth";', 'import "@brand-new/auth";'],
    ["a subpath", "@old/types/2024-12-01", "@brand-new/types/2024-12-01"],
    ["a template", "`@old/${name}`", "`@brand-new/${name}`"],
    ["the scope alone", 'if (scope === "@old")', 'if (scope === "@brand-new")'],
    ["a folder", "node_modules/@old", "node_modules/@brand-new"],
    ["a pattern", "--filter=@old/*", "--filter=@brand-new/*"],
    ["a regular expression", "/^@old\\//", "/^@brand-new\\//"],
    ["a turbo filter", "--filter=@old/auth...", "--filter=@brand-new/auth..."],
    ["a lockfile's importer", "      '@old/auth':", "      '@brand-new/auth':"],
    ["an escaped path", "/@old%2fauth", "/@brand-new%2fauth"],
    ["the end of a sentence", "The scope is @old.", "The scope is @brand-new."],
  ])("renames %s", (_what, before, after) => {
    expect(replace(before)).toBe(after);
  });

  test.each([
    ["a longer scope", '"@older/auth"'],
    ["a scope with a hyphen", '"@old-guard/auth"'],
    ["a domain", "someone@old.example"],
    ["an e-mail address", "me@old"],
    ["a pointer of a version", "pkg@old"],
  ])("leaves %s alone", (_what, text) => {
    expect(replace(text)).toBe(text);
  });

  test("takes dots in a scope literally", () => {
    expect(replaceScope("@a.b/c @axb/c", ["@a.b"], "@n")).toBe("@n/c @axb/c");
  });

  test("takes a replacement literally", () => {
    expect(replaceScope("@old/c", ["@old"], "@$&")).toBe("@$&/c");
  });
});

describe("findScope()", () => {
  test("names the lines", () => {
    expect(findScope("a\n  @old/auth\n@other/auth\n", ["@old"])).toEqual([{ line: 2, text: "@old/auth" }]);
  });
});
