import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signClientToken } from "../../src/client-token.ts";
import { parseUpstreamRequest, readUpstreamEvent } from "../../src/read-upstream-event.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";

function upstream(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Request {
  return new Request("https://app.example/upstream", {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-asrs-hub": "chat",
      "x-asrs-connection-id": "conn-1",
      "x-asrs-signature": `sha256=${createHmac("sha256", key).update("conn-1").digest("hex")}`,
      ...headers,
    },
  });
}

describe("parseUpstreamRequest()", () => {
  test("reads an invocation with its user, claims and query, without the client's token", async () => {
    const request = upstream('{"type":1,"invocationId":"0","target":"echo","arguments":["hi",1]}', {
      "x-asrs-user-id": "ada",
      "x-asrs-user-claims": "http://schemas.example/role: admin, name: Ada",
      "x-asrs-client-query": "?hub=chat&access_token=secret",
    });
    const event = await parseUpstreamRequest(request, { accessKeys: [key] });
    expect(event).toMatchObject({
      type: "invocation",
      hub: "chat",
      connectionId: "conn-1",
      userId: "ada",
      target: "echo",
      arguments: ["hi", 1],
      invocationId: "0",
      claims: [
        { type: "http://schemas.example/role", value: "admin" },
        { type: "name", value: "Ada" },
      ],
    });
    expect(String(event.query)).toBe("hub=chat");
  });

  test.each([
    ["zo%C3%AB", "zoë"],
    ["100%2525", "100%25"],
    ["50 %", "50 %"],
    ["%FF", "%FF"],
    ["%", "%"],
    ["%F0%9F%91%8D%2C%20role: admin", "👍, role: admin"],
  ])("decodes the user id and claim %j as %j", async (written, read) => {
    const request = upstream('{"type":10}', {
      "x-asrs-user-id": written,
      "x-asrs-user-claims": `nameid: ${written}, nick: `,
    });
    expect(await parseUpstreamRequest(request, { accessKeys: key })).toMatchObject({
      userId: read,
      claims: [
        { type: "nameid", value: read },
        { type: "nick", value: "" },
      ],
    });
  });

  test("reads the user id and claims that signClientToken() accepted, written as they are or percent-encoded", async () => {
    const encode = (text: string) => text.replace(/[^ -$&-~]+/gu, encodeURIComponent);
    const text = fc.oneof(
      // Accepted for certain, so that enough of the runs get past the signer.
      { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(..."abcë名"), minLength: 1, maxLength: 9 }) },
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(..."ab,: %2C\n\u00a0ë") }),
    );
    let accepted = 0;
    const property = fc.asyncProperty(text, text, text, async (userId, name, value) => {
      fc.pre(
        !/^(?:asrs\.|sub$|nameid$)|^(?:aud|exp|iat|nbf|iss|actort|acr|azp|c_hash|jti|nonce)$/i.test(name),
      );
      const claims = { [name]: value };
      const subject = { key, endpoint: "https://a.example", hub: "chat", userId, claims };
      if (!(await signClientToken(subject).catch(() => undefined))) return;
      accepted += 1;
      const header = `nameid: ${userId}, ${name}: ${value}, last: 1`;
      for (const write of [encode, ...(/^[ -~]*$/.test(header) ? [String] : [])]) {
        const request = upstream('{"type":10}', {
          "x-asrs-user-id": write(userId),
          "x-asrs-user-claims": write(header),
        });
        expect(await parseUpstreamRequest(request, { accessKeys: key })).toMatchObject({
          userId,
          claims: [
            { type: "nameid", value: userId },
            { type: name, value },
            { type: "last", value: "1" },
          ],
        });
      }
    });
    await fc.assert(property, { numRuns: 200 });
    expect(accepted).toBeGreaterThan(20);
  });

  const streamInvocation = {
    type: "streamInvocation",
    target: "prices",
    arguments: ["MSFT"],
    invocationId: "3",
  };

  test("reads the opening of a stream, in JSON and in MessagePack", async () => {
    const json = upstream('{"type":4,"invocationId":"3","target":"prices","arguments":["MSFT"]}');
    expect(await parseUpstreamRequest(json, { accessKeys: key })).toMatchObject(streamInvocation);
    const messagePack = upstream(Uint8Array.of(0), { "content-type": "application/x-msgpack" });
    const decodeMessagePack = () => [4, {}, "3", "prices", ["MSFT"]];
    expect(await parseUpstreamRequest(messagePack, { accessKeys: key, decodeMessagePack })).toMatchObject(
      streamInvocation,
    );
  });

  test.each([
    ['{"type":10}', { type: "connected" }],
    ['{"Type":11,"Error":"gone"}', { type: "disconnected", error: "gone" }],
    ['{"type":11,"error":""}\u001e', { type: "disconnected" }],
  ])("reads %s", async (body, expected) => {
    expect(await parseUpstreamRequest(upstream(body), { accessKeys: key })).toMatchObject(expected);
  });

  test("reads MessagePack with the given decoder and refuses it without", async () => {
    const request = () => upstream(Uint8Array.of(0), { "content-type": "application/x-msgpack" });
    const decodeMessagePack = () => [1, {}, null, "echo", [1]];
    expect(await parseUpstreamRequest(request(), { accessKeys: key, decodeMessagePack })).toMatchObject({
      type: "invocation",
      target: "echo",
      arguments: [1],
    });
    await expect(parseUpstreamRequest(request(), { accessKeys: key })).rejects.toThrow(/decodeMessagePack/);
  });

  test.each([
    ["40 KB of nested lists", new Uint8Array(40_000).fill(0x91)],
    [
      "lists that each declare a million items",
      Uint8Array.from({ length: 500 }, (_, i) => [0xdd, 0, 15, 66, 64][i % 5] ?? 0),
    ],
    ["nothing", new Uint8Array(0)],
  ])("does not give the decoder %s", async (_name, body) => {
    let decoded = false;
    const decodeMessagePack = () => (decoded = true);
    const request = upstream(body, { "content-type": "application/x-msgpack" });
    await expect(parseUpstreamRequest(request, { accessKeys: key, decodeMessagePack })).rejects.toMatchObject(
      {
        code: "upstream-request-invalid",
      },
    );
    expect(decoded).toBe(false);
  });

  test("refuses a forged request before it reads the body", async () => {
    const request = upstream("{", { "x-asrs-connection-id": "conn-2" });
    await expect(parseUpstreamRequest(request, { accessKeys: key })).rejects.toMatchObject({
      code: "upstream-signature-invalid",
    });
    expect(request.bodyUsed).toBe(false);
  });

  test.each([
    "",
    "{",
    "[]",
    '{"type":2}',
    '{"type":1,"target":"x"}',
    '{"type":4,"target":"x","arguments":[]}',
  ])("refuses the body %s", async (body) => {
    await expect(
      parseUpstreamRequest(upstream(body), { accessKeys: key, maxBodyBytes: 100 }),
    ).rejects.toMatchObject({ code: "upstream-request-invalid" });
  });

  test("refuses a body above the limit, with a code of its own", async () => {
    const request = upstream(`{"type":10,"x":"${"a".repeat(200)}"}`);
    await expect(parseUpstreamRequest(request, { accessKeys: key, maxBodyBytes: 100 })).rejects.toMatchObject(
      { code: "upstream-request-too-large" },
    );
  });
});

describe("readUpstreamEvent()", () => {
  test("reads the same event without a signature", async () => {
    const body = '{"type":1,"invocationId":"0","target":"echo","arguments":["hi"]}';
    const signed = await parseUpstreamRequest(upstream(body), { accessKeys: key });
    const unsigned = upstream(body, { "x-asrs-signature": "none" });
    expect(await readUpstreamEvent(unsigned)).toEqual(signed);
  });

  test("refuses what is not an upstream request", async () => {
    const get = new Request("https://app.example/upstream", { headers: { "x-asrs-hub": "chat" } });
    await expect(readUpstreamEvent(get)).rejects.toMatchObject({ code: "upstream-request-invalid" });
  });
});
