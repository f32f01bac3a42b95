import { describe, expect, test } from "vitest";
import { jsonProtocol, stringify } from "../../../src/protocol/json-protocol.js";
import { type HubMessage, ProtocolError } from "../../../src/protocol/message.js";
import { oddObjects } from "../../hostile-values.ts";

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

describe("jsonProtocol", () => {
  const decode = (message: unknown): HubMessage | undefined =>
    jsonProtocol.decode(Buffer.from(typeof message === "string" ? message : JSON.stringify(message)));

  // What ASP.NET Core's own reader refuses: dotnet/aspnetcore, src/SignalR/common/Protocols.Json/src/Protocol/JsonHubProtocol.cs
  test.each([
    "{}",
    '{"target":"t","arguments":[]}',
    '{"type":null}',
    '{"type":"1"}',
    '{"type":1.5}',
    '{"type":3,"invocationId":"0","error":"no","result":1}',
    '{"type":3,"invocationId":"0","error":"no","result":null}',
    '{"type":3,"invocationId":"0","error":1}',
    '{"type":1,"invocationId":0,"target":"t","arguments":[]}',
    '{"type":7,"error":1}',
  ])("refuses %s", (record) => {
    expect(() => decode(record)).toThrow(ProtocolError);
  });

  test.each([
    ['{"type":99}', undefined],
    ['{"type":3,"invocationId":"0","error":null,"result":1}', { type: 3, invocationId: "0", result: 1 }],
    ['{"type":3,"invocationId":"0","error":"no"}', { type: 3, invocationId: "0", error: "no" }],
    ['{"type":1,"invocationId":null,"target":"t","arguments":[]}', { type: 1, target: "t", arguments: [] }],
    ['{"type":7,"error":null}', { type: 7 }],
  ])("reads %s", (record, message) => {
    expect(decode(record)).toEqual(message);
  });

  test.each(oddObjects.map((odd) => [odd] as const))("takes %j for no text", (odd) => {
    for (const message of [
      { type: 3, invocationId: "0", error: odd },
      { type: 3, invocationId: odd },
      { type: 1, invocationId: odd, target: "t", arguments: [] },
      { type: 1, target: odd, arguments: [] },
      { type: 7, error: odd },
      { type: odd },
    ])
      expect(() => decode(message)).toThrow(ProtocolError);
  });
});
