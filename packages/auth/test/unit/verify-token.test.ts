import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { signServiceToken } from "../../src/service-token.ts";
import { verifyToken } from "../../src/verify-token.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const other = "FakeKeyForTestsOnlyFakeKeyForTestsOnly1111111=";
const audience = "https://contoso.service.signalr.net/api/hubs/chat/:send";
const clock = () => 1_735_689_600_000;

function handmade(header: unknown, payload: string, secret = key): string {
  const input = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${Buffer.from(payload).toString("base64url")}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

describe("verifyToken()", () => {
  test("accepts a token that any of the keys signed", async () => {
    const token = await signServiceToken({ key: other, audience, id: "k2", clock });
    const verified = await verifyToken(token, { keys: [key, other], audience, clock });
    expect(verified).toEqual({
      claims: { aud: audience, iat: 1_735_689_600, exp: 1_735_693_200 },
      keyId: "k2",
    });
  });

  test("accepts a token that node:crypto signed", async () => {
    const token = handmade({ alg: "HS256" }, '{"aud":["x","y"],"exp":9999999999}');
    expect((await verifyToken(token, { keys: key, audience: "y" })).claims["exp"]).toBe(9_999_999_999);
  });

  test.each([
    ["another key", handmade({ alg: "HS256" }, '{"exp":9999999999}', other), "token-signature-invalid"],
    ["the algorithm none", handmade({ alg: "none" }, '{"exp":9999999999}'), "token-signature-invalid"],
    ["another algorithm", handmade({ alg: "HS512" }, '{"exp":9999999999}'), "token-signature-invalid"],
    ["no exp", handmade({ alg: "HS256" }, "{}"), "token-malformed"],
    ["an exp of text", handmade({ alg: "HS256" }, '{"exp":"9999999999"}'), "token-malformed"],
    ["an exp that is read as infinity", handmade({ alg: "HS256" }, '{"exp":1e999}'), "token-malformed"],
    ["claims that are a list", handmade({ alg: "HS256" }, "[]"), "token-malformed"],
    ["claims that are not JSON", handmade({ alg: "HS256" }, "{"), "token-malformed"],
    ["a past exp", handmade({ alg: "HS256" }, '{"exp":1735689600}'), "token-expired"],
    [
      "a future nbf",
      handmade({ alg: "HS256" }, '{"exp":9999999999,"nbf":1735689601}'),
      "token-not-yet-valid",
    ],
    [
      "another audience",
      handmade({ alg: "HS256" }, '{"exp":9999999999,"aud":"x"}'),
      "token-audience-invalid",
    ],
    ["no dots", "token", "token-malformed"],
    ["an endless text", "a".repeat(20_000), "token-malformed"],
  ])("refuses %s", async (_name, token, code) => {
    await expect(verifyToken(token, { keys: [key], audience, clock })).rejects.toMatchObject({ code });
  });

  test("allows for the given difference of clocks", async () => {
    const token = handmade({ alg: "HS256" }, '{"exp":1735689590}');
    await expect(
      verifyToken(token, { keys: key, clock, clockToleranceInSeconds: 11 }),
    ).resolves.toBeDefined();
  });

  test("reads the claims of RFC 7519 section 3.1, line breaks included", async () => {
    const payload = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}';
    const token = handmade({ typ: "JWT", alg: "HS256" }, payload);
    const { claims } = await verifyToken(token, { keys: key, clock: () => 1_300_819_379_000 });
    expect(claims["http://example.com/is_root"]).toBe(true);
  });
});
