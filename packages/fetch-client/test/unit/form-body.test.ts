import { describe, expect, test } from "vitest";
import { writeForm } from "../../src/form-body.ts";
import { observedContext } from "./observed-client.ts";

const operation = { id: "upload" };
const writeAsForm = (value: unknown, headers: Record<string, string>) =>
  writeForm(value, headers, operation, observedContext());

describe("writeForm()", () => {
  test("writes fields, repeats arrays, leaves out what is absent and makes objects JSON", () => {
    const form = writeAsForm(
      { a: 1, b: ["x", "y"], c: undefined, d: null, e: { f: true } },
      { "content-type": "application/x-www-form-urlencoded" },
    );
    expect(String(form)).toBe("a=1&b=x&b=y&e=%7B%22f%22%3Atrue%7D");
  });

  test("sends bytes as a file of a multipart form, and leaves its content type to fetch", async () => {
    const headers = { "content-type": "multipart/form-data" };
    const form = writeAsForm({ file: new Uint8Array([1, 2]), name: "n" }, headers) as FormData;
    expect(headers).toEqual({});
    expect(form.get("name")).toBe("n");
    expect(new Uint8Array(await (form.get("file") as File).arrayBuffer())).toEqual(new Uint8Array([1, 2]));
  });

  test("refuses what is not an object", () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(() => writeAsForm("a=1", headers)).toThrow("must be an object");
  });

  test("writes bodies of other media types as they are written elsewhere", () => {
    expect(writeAsForm({ a: 1 }, { "content-type": "application/json" })).toBe('{"a":1}');
  });
});
