import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { signServiceToken } from "../../src/service-token.ts";

const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
const audience = "http://localhost/api/hubs/chat/:send";
const clock = () => 1_735_689_600_000;

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<
    string,
    unknown
  >;
}

describe("signServiceToken()", () => {
  test("makes the published vector", async () => {
    const token = await signServiceToken({ key, audience, clock });
    const [header = "", , signature] = token.split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({ alg: "HS256", typ: "JWT" });
    expect(claimsOf(token)).toEqual({ aud: audience, iat: 1_735_689_600, exp: 1_735_693_200 });
    expect(signature).toBe("v5dF1wK_P3ZXfL4sWEAXv8KOja3IKAyhbzTQZdBJg0I");
  });

  test("signs what node:crypto signs with the UTF-8 bytes of the key", async () => {
    const text = "Schlüssel0123456789Schlüssel0123456789";
    const token = await signServiceToken({ key: text, audience });
    const [header, payload, signature] = token.split(".");
    expect(signature).toBe(createHmac("sha256", text).update(`${header}.${payload}`).digest("base64url"));
  });

  test.each([
    [`${audience}?api-version=2024-12-01&excluded=a`, audience],
    ["https://h/api/hubs/chat/", "https://h/api/hubs/chat"],
    ["https://H:443/api/hubs/a%2Fb/:send", "https://h/api/hubs/a%2Fb/:send"],
    ["http://127.0.0.1:8888/api/hubs/chat/:send", "http://127.0.0.1:8888/api/hubs/chat/:send"],
  ])("makes the audience of %s", async (address, aud) => {
    expect(claimsOf(await signServiceToken({ key, audience: address }))["aud"]).toBe(aud);
  });

  test("writes kid only when there is an id", async () => {
    const [header = ""] = (await signServiceToken({ key, audience, id: "k1" })).split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({
      alg: "HS256",
      typ: "JWT",
      kid: "k1",
    });
  });

  test.each([0, -1, 1.5, 86_401, Number.NaN, Infinity])(
    "refuses a lifetime of %s seconds",
    async (expiresInSeconds) => {
      await expect(signServiceToken({ key, audience, expiresInSeconds })).rejects.toMatchObject({
        code: "lifetime-invalid",
      });
    },
  );

  test.each(["https://h/client/?hub=chat", "chat", "wss://h/x"])(
    "refuses the audience %s",
    async (address) => {
      await expect(signServiceToken({ key, audience: address })).rejects.toMatchObject({
        code: "audience-invalid",
      });
    },
  );

  test.each(["", "Fake\nKey", " FakeKey", "Fake\u0000"])("refuses the access key %j", async (bad) => {
    await expect(signServiceToken({ key: bad, audience })).rejects.toMatchObject({
      code: "access-key-invalid",
    });
  });

  test("refuses a token above 4,096 characters", async () => {
    const long = `https://h/${"a".repeat(4000)}`;
    await expect(signServiceToken({ key, audience: long })).rejects.toMatchObject({
      code: "token-too-large",
    });
  });
});
