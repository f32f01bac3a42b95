import { expect, test } from "vitest";
import { stringify } from "../../../src/protocol/json-protocol.js";

test.each([
  ["a value", new Uint8Array([1, 2, 255]), '"AQL/"'],
  ["a Buffer", Buffer.from([1, 2, 255]), '"AQL/"'],
  ["a member deep down", { list: [1, { bytes: new Uint8Array([0]) }] }, '{"list":[1,{"bytes":"AA=="}]}'],
  ["the last of many", [...Array(50).fill("x"), new Uint8Array([0])], `[${'"x",'.repeat(50)}"AA=="]`],
])("stringify() writes bytes as base64 when they are %s", (_, value, json) => {
  expect(stringify(value)).toBe(json);
});

test("stringify() writes bytes as base64 also below the depth that a client may send", () => {
  let value: unknown = new Uint8Array([0]);
  for (let level = 0; level < 200; level++) value = [value];
  expect(stringify(value)).toBe(`${"[".repeat(200)}"AA=="${"]".repeat(200)}`);
});

test("stringify() writes dates as ISO 8601, and nothing as null", () => {
  expect(stringify([new Date(0), undefined, null])).toBe('["1970-01-01T00:00:00.000Z",null,null]');
  expect(stringify(undefined)).toBe("null");
});

test("stringify() refuses what contains itself, as JSON does", () => {
  const loop: unknown[] = [];
  loop.push(loop);
  expect(() => stringify(loop)).toThrow(TypeError);
});
