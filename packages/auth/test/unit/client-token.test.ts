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

  test.each(["eve, role: admin", "eve,", " eve", "eve\u00a0", "eve\nrole: admin", "%61da", "100%25"])(
    "refuses the text %j in user ids and claims, which a webhook would read as something else",
    async (text) => {
      await expect(claimsFor({ userId: text })).rejects.toMatchObject({ code: "user-id-invalid" });
      const claims = [
        { nick: text },
        { nicks: ["ok", text] },
        { profile: { nick: text } },
        { profile: { [text]: 1 } },
      ];
      for (const claim of claims) {
        await expect(claimsFor({ claims: claim })).rejects.toMatchObject({ code: "claim-invalid" });
      }
      const more = { userId: text, claims: { nick: text }, allowAmbiguousClaims: true };
      expect(await claimsFor(more)).toMatchObject({ nameid: text, nick: text });
    },
  );

  test.each(["ada@example.com", "auth0|42", "CN=Ada", "a: b", "zoë", "50 %", "http://a.example/?q=1"])(
    "takes the text %j in user ids and claims",
    async (text) => {
      expect(await claimsFor({ userId: text, claims: { nick: text } })).toMatchObject({
        nameid: text,
        nick: text,
      });
    },
  );

  test.each(["a,b", "role: a", "role:", " role", "", "%72ole"])(
    "refuses the claim name %j whatever is allowed",
    async (name) => {
      const claims = { [name]: "x" };
      await expect(claimsFor({ claims, allowAmbiguousClaims: true })).rejects.toMatchObject({
        code: "claim-invalid",
      });
    },
  );

  test.each([
    "nameid",
    "NameID",
    "sub",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
    "asrs.s.uid",
  ])("refuses the claim %s, which names the user, with and without userId", async (name) => {
    const claims = { [name]: "eve" };
    await expect(claimsFor({ claims })).rejects.toMatchObject({ code: "claim-invalid" });
    await expect(claimsFor({ claims, userId: "ada" })).rejects.toMatchObject({ code: "claim-invalid" });
  });

  test("marks a diagnostic client when told to, and only then", async () => {
    expect(await claimsFor({ isDiagnosticClient: true })).toMatchObject({ "asrs.s.dc": "true" });
    expect(await claimsFor({ isDiagnosticClient: false })).not.toHaveProperty(["asrs.s.dc"]);
  });

  test("refuses closeOnExpiration for a diagnostic client, which the service would ignore", async () => {
    await expect(claimsFor({ isDiagnosticClient: true, closeOnExpiration: true })).rejects.toMatchObject({
      code: "claim-invalid",
    });
  });

  test("writes the hub into the audience as it is, like the official SDK", async () => {
    expect((await claimsFor({ hub: "Hub`1[a.B],C" }))["aud"]).toBe(
      "https://contoso.service.signalr.net/client/?hub=hub`1[a.b],c",
    );
  });

  test("takes a URL as the name of a claim", async () => {
    const name = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
    expect(await claimsFor({ claims: { [name]: "admin" } })).toMatchObject({ [name]: "admin" });
  });

  test.each([
    ["a claim of the service", { claims: { "asrs.s.uid": "eve" } }, "claim-invalid"],
    ["a claim of the service in another case", { claims: { "ASRS.s.uid": "eve" } }, "claim-invalid"],
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
