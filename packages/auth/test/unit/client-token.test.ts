import { describe, expect, test } from "vitest";
import { signClientToken } from "../../src/client-token.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const base = { key, endpoint: "https://contoso.service.signalr.net", hub: "Chat", clock: () => 1_000_000 };

async function claimsFor(
  more: Partial<Parameters<typeof signClientToken>[0]>,
): Promise<Record<string, unknown>> {
  const [, payload = ""] = (await signClientToken({ ...base, ...more })).split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}

describe("signClientToken()", () => {
  test("is for the client address of the hub in lower case", async () => {
    expect(await claimsFor({})).toEqual({
      aud: "https://contoso.service.signalr.net/client/?hub=chat",
      iat: 1000,
      exp: 4600,
    });
  });

  test("puts the application before the hub", async () => {
    expect((await claimsFor({ application: "App" }))["aud"]).toMatch(/\?hub=app_chat$/);
  });

  test("names the user in nameid and in asrs.s.uid, which wins at the service", async () => {
    expect(await claimsFor({ userId: "ada" })).toMatchObject({ nameid: "ada", "asrs.s.uid": "ada" });
  });

  test("wraps the claims that a token library would interpret itself", async () => {
    expect(await claimsFor({ claims: { exp: 1, aud: "x", role: ["admin"] } })).toMatchObject({
      exp: 4600,
      "asrs.u.exp": 1,
      "asrs.u.aud": "x",
      role: ["admin"],
    });
  });

  test("closes the connection at expiry when asked", async () => {
    expect(await claimsFor({ closeOnExpiration: true, expiresInSeconds: 60 })).toMatchObject({
      "asrs.s.coae": "true",
      "asrs.s.aeo": 1060,
    });
  });

  test("asks for detailed errors when told to, and only then", async () => {
    expect(await claimsFor({ detailedErrors: true })).toMatchObject({ "asrs.s.derror": "True" });
    expect(await claimsFor({})).not.toHaveProperty(["asrs.s.derror"]);
  });

  test("keeps a claim named __proto__ as a claim", async () => {
    const claims = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
    expect(Object.keys(await claimsFor({ claims }))).toContain("__proto__");
  });

  test.each([
    ["a claim of the service", { claims: { "asrs.s.uid": "eve" } }, "claim-invalid"],
    ["a claim of the service in another case", { claims: { "ASRS.s.uid": "eve" } }, "claim-invalid"],
    ["nameid beside userId", { userId: "ada", claims: { nameid: "eve" } }, "claim-invalid"],
    ["an empty user id", { userId: "" }, "user-id-invalid"],
    ["a lone surrogate in the user id", { userId: "\ud800" }, "user-id-invalid"],
    ["an unknown kind of hub name", { hub: "a/b" }, "hub-invalid"],
    ["an empty hub", { hub: "" }, "hub-invalid"],
    ["claims above 4 KB", { claims: { a: "x".repeat(4000) } }, "token-too-large"],
    ["a lifetime of nothing", { expiresInSeconds: 0 }, "lifetime-invalid"],
  ])("refuses %s", async (_name, more, code) => {
    await expect(claimsFor(more)).rejects.toMatchObject({ code });
  });
});
