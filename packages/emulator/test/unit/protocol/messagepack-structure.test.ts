import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { ProtocolError } from "../../../src/protocol/message.js";
import { decodeMessagePack } from "../../../src/protocol/messagepack-protocol.js";
import { nestedArrays } from "../../hostile-values.ts";

const nested = (depth: number, header: number): Uint8Array =>
  Buffer.concat([Buffer.alloc(depth - 1, header), Buffer.of(0x90)]);

describe("decodeMessagePack()", () => {
  test.each<[string, unknown]>([
    ["numbers of every size", [0, 127, 200, 60_000, 5e9, -1, -32, -100, -30_000, -5e9, 1.5, 3e38]],
    ["text of every size", ["", "x", "x".repeat(40), "x".repeat(300), "x".repeat(70_000), "zoë"]],
    ["bytes of every size", [new Uint8Array(3), new Uint8Array(300), new Uint8Array(70_000)]],
    ["lists and maps of every size", [[], Array(20).fill(1), Array(70_000).fill(1), { a: { b: [] } }]],
    [
      "a map of 20 and of 70,000",
      [20, 70_000].map((n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, i]))),
    ],
    ["nothing and booleans", [null, true, false]],
    ["dates of every size", [new Date(0), new Date(1_700_000_000_123), new Date(-1), new Date(2 ** 44)]],
  ])("reads %s", (_, value) => {
    expect(decodeMessagePack(encode(value))).toEqual(value);
  });

  test.each([
    ["arrays", 0x91],
    ["maps", 0x81],
  ])("reads %s nested 64 deep and no deeper", (kind, header) => {
    const deep = (depth: number): Uint8Array =>
      kind === "arrays"
        ? nested(depth, header)
        : Buffer.concat([
            ...Array<Uint8Array>(depth - 1).fill(Buffer.of(header, 0xa1, 0x6b)),
            Buffer.of(0x80),
          ]);
    expect(() => decodeMessagePack(deep(64))).not.toThrow();
    expect(() => decodeMessagePack(deep(65))).toThrow("nests deeper than 64 levels");
  });

  test.each<[string, readonly number[]]>([
    ["an array of 15 without items", [0x9f]],
    ["an array16", [0xdc, 0xff, 0xff]],
    ["an array32", [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ["a map of 15 without members", [0x8f]],
    ["a map16", [0xde, 0xff, 0xff]],
    ["a map32", [0xdf, 0xff, 0xff, 0xff, 0xff]],
    ["a map32 whose count is doubled beyond 32 bits", [0xdf, 0x80, 0, 0, 0]],
    ["a str8", [0xd9, 2, 0x61]],
    ["a str16", [0xda, 0, 2, 0x61]],
    ["a str32", [0xdb, 0xff, 0xff, 0xff, 0xff]],
    ["a fixstr", [0xa2, 0x61]],
    ["a bin8", [0xc4, 1]],
    ["a bin16", [0xc5, 0xff, 0xff]],
    ["a bin32", [0xc6, 0xff, 0xff, 0xff, 0xff]],
    ["a fixext16", [0xd8, 0xff, 0]],
    ["an ext8", [0xc7, 4, 0xff]],
    ["an ext32", [0xc9, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["a float64", [0xcb, 0]],
    ["a header that is cut", [0xdd, 0]],
    ["nothing", []],
    ["a byte that is not MessagePack", [0xc1]],
    ["a second value", [0xc0, 0xc0]],
    ["a timestamp of a wrong length", [0xd4, 0xff, 0]],
    ["a map with a key that is a list", [0x81, 0x90, 0xc0]],
  ])("refuses %s", (_, bytes) => {
    expect(() => decodeMessagePack(Uint8Array.from(bytes))).toThrow(ProtocolError);
  });

  test("allocates nothing for 1 MB of arrays that announce what they cannot hold", () => {
    const bytes = nestedArrays(1_000_000);
    // Each alone fits: only all of them together do not.
    const wide = Buffer.concat([
      Buffer.of(0xdd, 0, 0, 0xff, 0xff),
      ...Array<Buffer>(60).fill(Buffer.of(0xdd, 0, 0, 0xff, 0xff)),
      Buffer.alloc(0xffff, 0xc0),
    ]);
    const before = process.memoryUsage().heapUsed;
    expect(() => decodeMessagePack(bytes)).toThrow(ProtocolError);
    expect(() => decodeMessagePack(wide)).toThrow("declares more items than it can contain");
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(4 * 1024 * 1024);
  });
});
