import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allowScalars } from "../../src/path-text.ts";
import { InvalidPathParameterError, expandPath } from "../../src/path.ts";

const template = "/api/hubs/{hub}/groups/{group}/:send";

describe("expandPath()", () => {
  test("keeps any string in its own segment or throws InvalidPathParameterError", () => {
    const segments = template.split("/").length;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string(),
          fc.constantFrom(".", "..", "", "%2e", "%2E%2e", "a/../b", "\\", "\ud800"),
        ),
        (group) => {
          let path: string;
          try {
            path = expandPath(template, { hub: "chat", group });
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidPathParameterError);
            expect(["", ".", ".."].includes(group) || !group.isWellFormed()).toBe(true);
            return;
          }
          const { pathname } = new URL(`https://example.com${path}?x=1`);
          const parts = pathname.split("/");
          expect(parts).toHaveLength(segments);
          expect(decodeURIComponent(parts[5] ?? "")).toBe(group);
          expect(parts[6]).toBe(":send");
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["an empty string", "", 'must not be ""'],
    ["one dot", ".", 'must not be "."'],
    ["two dots", "..", 'must not be ".."'],
    ["a lone surrogate", "a\ud800", "is not well-formed Unicode"],
    ["undefined", undefined, "must be a string, not undefined"],
    ["null", null, "must be a string, not null"],
    ["a number", 7, "must be a string, not number"],
    ["an array", ["a"], "must be a string, not object"],
  ])("refuses %s and names the parameter", (_, group, reason) => {
    expect(() => expandPath(template, { hub: "chat", group })).toThrow(InvalidPathParameterError);
    expect(() => expandPath(template, { hub: "chat", group })).toThrow(`Path parameter "group" ${reason}`);
  });

  test("refuses a value that is inherited, not given", () => {
    expect(() => expandPath("/{toString}", {})).toThrow("must be a string");
  });

  test("refuses values that make a dot segment together with literal text", () => {
    expect(() => expandPath("/files/.{extension}/x", { extension: "x" })).not.toThrow();
    expect(() => expandPath("/a{b}", { b: "." })).toThrow(InvalidPathParameterError);
  });

  test("takes numbers and booleans only where the document declares them", () => {
    expect(expandPath("/pets/{id}", { id: 7 }, allowScalars(["id"]))).toBe("/pets/7");
    expect(() => expandPath("/pets/{id}", { id: Number.NaN }, allowScalars(["id"]))).toThrow(
      InvalidPathParameterError,
    );
    expect(() => expandPath("/pets/{id}", { id: 7 })).toThrow(InvalidPathParameterError);
  });
});
