import { describe, expect, test } from "vitest";
import { writeStyled } from "../../src/query-styles.ts";

describe("writeStyled()", () => {
  test.each([
    ["csv", ["a", "b,c"], "x=a,b%2Cc"],
    ["spaces", ["a", "b"], "x=a%20b"],
    ["pipes", ["a", "b"], "x=a%7Cb"],
    ["csv", { a: 1, b: "c" }, "x=a,1,b,c"],
    ["form", { a: 1, b: ["c", "d"], e: null }, "a=1&b=c&b=d"],
    ["form", ["a", "b"], "x=a&x=b"],
    ["json", { a: [1] }, "x=%7B%22a%22%3A%5B1%5D%7D"],
    ["deepObject", { a: 1, b: ["c", "d"], e: undefined }, "x%5Ba%5D=1&x%5Bb%5D=c&x%5Bb%5D=d"],
  ] as const)("writes style %s", (style, value, query) => {
    expect(writeStyled("x", value, style)).toBe(query);
  });

  test("refuses what a style cannot say", () => {
    expect(() => writeStyled("x", "text", "deepObject")).toThrow('"x" must be an object');
    expect(() => writeStyled("x", { a: { b: 1 } }, "deepObject")).toThrow("is nested too deeply");
    expect(() => writeStyled("x", ["\ud800"], "csv")).toThrow("not well-formed Unicode");
  });
});
