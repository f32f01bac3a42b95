import { describe, expect, test } from "vitest";
import { layOut } from "../../../inspector/src/lay-out.ts";

function body(text: string, cut = false): Parameters<typeof layOut>[0] {
  return { contentType: "application/json", text, bytes: text.length, cut };
}

describe("layOut()", () => {
  test("indents JSON", () => {
    expect(layOut(body('{"a":[1]}'))).toBe('{\n  "a": [\n    1\n  ]\n}');
  });

  test.each(["{", '{"a":1', ""])("leaves %j as it is, which is not JSON", (text) => {
    expect(layOut(body(text))).toBe(text);
  });

  test("leaves a cut body as it is", () => {
    expect(layOut(body("[1]", true))).toBe("[1]");
  });

  test("leaves deeply nested JSON as it is, whose indentation would fill the memory", () => {
    const text = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
    expect(layOut(body(text))).toBe(text);
  });
});
