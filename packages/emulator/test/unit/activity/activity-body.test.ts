import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { bodyOfBytes, bodyOfText } from "../../../src/activity/activity-body.js";
import { hideSecrets } from "../../../src/activity/hide-secrets.js";

describe("bodyOfBytes()", () => {
  test("cuts at 64 KB without halving a character", () => {
    const body = bodyOfBytes("text/plain", Buffer.from(`x${"é".repeat(40_000)}`));
    expect(body).toMatchObject({ bytes: 80_001, cut: true });
    expect(body?.text).toBe(`x${"é".repeat(32_767)}`);
  });

  test("shows MessagePack as JSON, with the size it had", () => {
    const bytes = encode({ target: "hi", arguments: [1, new Uint8Array([1, 2])] });
    expect(bodyOfBytes("application/x-msgpack", bytes)).toEqual({
      contentType: "application/x-msgpack",
      text: '{"target":"hi","arguments":[1,"AQI="]}',
      bytes: bytes.length,
      cut: false,
    });
  });

  test("shows the size of bytes that are not MessagePack", () => {
    expect(bodyOfBytes("application/octet-stream", new Uint8Array([0xc1]))?.text).toBe("(1 bytes)");
  });

  test("is undefined for nothing", () => {
    expect(bodyOfBytes("text/plain", new Uint8Array())).toBeUndefined();
  });
});

describe("bodyOfText()", () => {
  test("counts bytes, not characters, also where the cut is near", () => {
    expect(bodyOfText("text/plain", "€".repeat(21_846))).toMatchObject({ bytes: 65_538, cut: true });
    expect(bodyOfText("text/plain", "x".repeat(65_536))).toMatchObject({ bytes: 65_536, cut: false });
  });
});

describe("hideSecrets()", () => {
  test.each([
    ["/client/?hub=chat&access_token=a.b.c&id=xyz", "/client/?hub=chat&access_token=***&id=***"],
    ["/client/?hub=chat&Access%5FToken=a.b.c", "/client/?hub=chat&Access%5FToken=***"],
    ["/api/hubs/chat/:send?api-version=2024-12-01", "/api/hubs/chat/:send?api-version=2024-12-01"],
    ["/api/hubs/chat/groups/g/connections?continuationToken=c1&top=2", undefined],
    ["http://127.0.0.1/api/signalr?code=abc%3D%3D&x", "http://127.0.0.1/api/signalr?code=***&x"],
    ["/path?code", "/path?code"],
    ["/path?%ZZtoken=1", "/path?%ZZtoken=***"],
  ])("hideSecrets(%j) is %j", (target, expected) => {
    expect(hideSecrets(target)).toBe(expected ?? target);
  });
});
