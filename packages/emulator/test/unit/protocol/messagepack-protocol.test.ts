import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { type HubMessage, ProtocolError } from "../../../src/protocol/message.js";
import {
  frame,
  messagePackProtocol,
  splitBinaryRecords,
} from "../../../src/protocol/messagepack-protocol.js";
import { oddObjects } from "../../hostile-values.ts";

describe("messagePackProtocol", () => {
  test.each<HubMessage>([
    { type: 1, target: "say", arguments: [1, "x", null, { a: [true] }] },
    { type: 4, invocationId: "0", target: "count", arguments: [], streamIds: ["1"] },
    { type: 2, invocationId: "0", item: { n: 1 } },
    { type: 3, invocationId: "0" },
    { type: 3, invocationId: "0", result: null },
    { type: 3, invocationId: "0", error: "no" },
    { type: 5, invocationId: "0" },
    { type: 6 },
    { type: 7, error: "bye" },
    { type: 9, sequenceId: 3 },
  ])("reads what it wrote: %j", (message) => {
    const { records, rest } = messagePackProtocol.split(messagePackProtocol.encode(message), 1000);
    expect(rest).toBeUndefined();
    expect(records.map((record) => messagePackProtocol.decode(record))).toEqual([message]);
  });

  test.each(oddObjects.map((odd) => [odd] as const))("takes %j for no text", (odd) => {
    const decode = (message: unknown) => () => messagePackProtocol.decode(encode(message));
    expect(decode([3, {}, "r1", 1, odd])).toThrow(ProtocolError);
    expect(decode([3, {}, odd, 2])).toThrow(ProtocolError);
    expect(decode([1, {}, "0", odd, []])).toThrow(ProtocolError);
    expect(decode([1, {}, odd, "t", []])).toThrow(ProtocolError);
    expect(decode([7, odd])).toThrow(ProtocolError);
    expect(decode([odd, {}])).toThrow(ProtocolError);
  });

  test("writes a ping as 02 91 06", () => {
    expect(messagePackProtocol.encode({ type: 6 }).toString("hex")).toBe("029106");
  });
});

describe("splitBinaryRecords()", () => {
  test("cuts joined records and keeps an unfinished one", () => {
    const bytes = Buffer.concat([frame(Buffer.alloc(200, 1)), frame(Buffer.of(2)), Buffer.of(5, 1)]);
    const { records, rest } = splitBinaryRecords(bytes, 1000);
    expect([records.map((record) => record.length), rest]).toEqual([[200, 1], Buffer.of(5, 1)]);
  });

  test.each([
    ["a length of more than 5 bytes", Uint8Array.of(255, 255, 255, 255, 255, 1)],
    ["a record over the limit before it has arrived", Uint8Array.of(255, 255, 255, 255, 7)],
  ])("refuses %s", (_, bytes) => {
    expect(() => splitBinaryRecords(bytes, 1000)).toThrow(/longer than/);
  });
});
