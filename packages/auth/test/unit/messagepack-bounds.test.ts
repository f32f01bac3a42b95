import { decode, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBoundedMessagePack } from "../../src/messagepack-bounds.ts";

const repeat = (count: number, ...bytes: readonly number[]) =>
  Uint8Array.from({ length: count * bytes.length }, (_, index) => bytes[index % bytes.length] ?? 0);

describe("isBoundedMessagePack()", () => {
  test("takes whatever an encoder writes, up to 64 levels", () => {
    const values = fc.object({
      maxDepth: 8,
      values: [
        fc.string({ maxLength: 300 }),
        fc.integer(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.uint8Array({ maxLength: 300 }),
        fc.date({ noInvalidDate: true }),
        fc.array(fc.nat(), { minLength: 16, maxLength: 20 }),
      ],
    });
    const property = fc.property(values, (value) => isBoundedMessagePack(encode(value)));
    fc.assert(property, { numRuns: 300 });
    for (const length of [70_000, 300, 20]) {
      expect(isBoundedMessagePack(encode(Array.from({ length }, () => 1)))).toBe(true);
      expect(isBoundedMessagePack(encode("x".repeat(length)))).toBe(true);
      expect(isBoundedMessagePack(encode(new Uint8Array(length)))).toBe(true);
    }
    expect(isBoundedMessagePack(Uint8Array.of(...repeat(64, 0x91), 1))).toBe(true);
  });

  test("reads the same number of bytes as a decoder", () => {
    const property = fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
      let decoded = true;
      try {
        decode(bytes);
      } catch {
        decoded = false;
      }
      return !decoded || isBoundedMessagePack(bytes);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  test.each([
    ["nothing", Uint8Array.of()],
    ["65 levels of lists", Uint8Array.of(...repeat(65, 0x91), 1)],
    ["65 levels of maps", Uint8Array.of(...repeat(65, 0x81, 1), 1)],
    ["a list that declares 4 billion items", Uint8Array.of(0xdd, 255, 255, 255, 255)],
    ["a map that declares 4 billion pairs", Uint8Array.of(0xdf, 255, 255, 255, 255)],
    ["lists that each declare as many items as there are bytes", repeat(60, 0xdc, 0, 100)],
    ["text that is cut off", Uint8Array.of(0xd9, 10, 65)],
    ["a header that is cut off", Uint8Array.of(0xdc, 0)],
    ["a byte that MessagePack never uses", Uint8Array.of(0xc1)],
  ])("refuses %s", (_name, bytes) => {
    expect(isBoundedMessagePack(bytes)).toBe(false);
  });
});
