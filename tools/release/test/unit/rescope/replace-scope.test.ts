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

describe("replaceScope() with a prefix of names", () => {
  const forms = [
    ['import "@old/auth";', 'import "@acme/signalr-auth";'],
    ["@old/types/2024-12-01", "@acme/signalr-types/2024-12-01"],
    ["`@old/${name}`", "`@acme/signalr-${name}`"],
    ['name.startsWith("@old/")', 'name.startsWith("@acme/signalr-")'],
    ['if (scope === "@old")', 'if (scope === "@acme")'],
    ["--filter=@old/*", "--filter=@acme/signalr-*"],
    ["/^@old\\//", "/^@acme\\/signalr-/"],
    ["/@old%2fauth", "/@acme%2fsignalr-auth"],
    ["expect(text).not.toMatch(/import|@old/);", "expect(text).not.toMatch(/import|@acme/);"],
    ["@old/.*", "@acme/signalr-.*"],
  ] as const;

  test.each(forms)("renames %s to %s, and back", (before, after) => {
    expect(replaceScope(before, ["@old"], "@acme/signalr-")).toBe(after);
    expect(replaceScope(after, ["@acme/signalr-"], "@old")).toBe(before);
  });

  test("leaves other packages of the organization alone", () => {
    expect(replaceScope("@acme/ui @acme/signalr-auth", ["@acme/signalr-"], "@acme/push-")).toBe(
      "@acme/ui @acme/push-auth",
    );
  });
});

describe("findScope()", () => {
  test("names the lines", () => {
    expect(findScope("a\n  @old/auth\n@other/auth\n", ["@old"], "@new")).toEqual([
      { line: 2, text: "@old/auth" },
    ]);
  });
});
