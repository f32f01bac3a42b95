import { describe, expect, test } from "vitest";
import { createNegotiator } from "../../src/negotiator.ts";
import { SigningKey } from "../../src/signing-key.ts";
import { verifyToken } from "../../src/verify-token.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";

describe("createNegotiator()", () => {
  test("sends clients to ClientEndpoint with a token for Endpoint", async () => {
    const negotiate = createNegotiator(
      `Endpoint=https://a.example;ClientEndpoint=https://gw.example;AccessKey=${key}`,
    );
    const { url, accessToken } = await negotiate({ hub: "Chat", userId: "ada" });
    expect(url).toBe("https://gw.example/client/?hub=chat");
    await verifyToken(accessToken, { keys: key, audience: "https://a.example/client/?hub=chat" });
  });

  test("percent-encodes the hub in the address of the client, and not in the audience of its token", async () => {
    const negotiate = createNegotiator(`Endpoint=https://a.example;AccessKey=${key}`);
    const { url, accessToken } = await negotiate({ hub: "hub`1[a],b" });
    expect(url).toBe("https://a.example/client/?hub=hub%601%5Ba%5D%2Cb");
    expect(new URL(url).searchParams.get("hub")).toBe("hub`1[a],b");
    await verifyToken(accessToken, { keys: key, audience: "https://a.example/client/?hub=hub`1[a],b" });
  });

  test("sends clients to Port", async () => {
    const { url } = await createNegotiator(`Endpoint=http://localhost;Port=8888;AccessKey=${key}`)({
      hub: "chat",
    });
    expect(url).toBe("http://localhost:8888/client/?hub=chat");
  });

  test("signs with the key that a source gives, and writes its id", async () => {
    const keys = { getSigningKey: () => Promise.resolve(new SigningKey(key, "k1")) };
    const { accessToken } = await createNegotiator("Endpoint=https://a.example;AuthType=azure", { keys })({
      hub: "chat",
    });
    expect((await verifyToken(accessToken, { keys: key })).keyId).toBe("k1");
  });

  test("lets the service make the token, rounding minutes up", async () => {
    const asked: unknown[] = [];
    const client = {
      generateClientToken: (parameters: object) => {
        asked.push(parameters);
        return Promise.resolve({ token: "from-the-service" });
      },
    };
    const negotiate = createNegotiator("Endpoint=https://a.example;AuthType=azure", { client });
    const answer = await negotiate({ hub: "Chat", application: "App", userId: "ada", expiresInSeconds: 61 });
    expect(answer).toEqual({
      url: "https://a.example/client/?hub=app_chat",
      accessToken: "from-the-service",
    });
    expect(asked).toEqual([{ hub: "app_chat", userId: "ada", minutesToExpire: 2 }]);
    await expect(negotiate({ hub: "chat", claims: { a: 1 } })).rejects.toMatchObject({
      code: "claim-invalid",
    });
  });

  test("rejects once for a hub that it refuses, and leaves no rejection unhandled", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    const negotiate = createNegotiator(`Endpoint=https://a.example;AccessKey=${key}`);
    await expect(negotiate({ hub: "a/b" })).rejects.toMatchObject({ code: "hub-invalid" });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  test("rejects with an aborted signal", async () => {
    const negotiate = createNegotiator(`Endpoint=https://a.example;AccessKey=${key}`);
    const signal = AbortSignal.abort(new Error("gone"));
    await expect(negotiate({ hub: "chat" }, { signal })).rejects.toThrow("gone");
  });

  test("refuses a user id that a webhook would read as something else, with any source of the token", async () => {
    const client = { generateClientToken: () => Promise.resolve({ token: "from-the-service" }) };
    for (const options of [{}, { client }]) {
      const connectionString = `Endpoint=https://a.example;AccessKey=${key}`;
      const subject = { hub: "chat", userId: "eve, role: admin" };
      await expect(createNegotiator(connectionString, options)(subject)).rejects.toMatchObject({
        code: "user-id-invalid",
      });
      const tolerant = createNegotiator(connectionString, { ...options, allowAmbiguousClaims: true });
      expect(await tolerant(subject)).toHaveProperty("accessToken");
    }
  });

  test("asks for a way to make tokens when there is no access key", () => {
    expect(() => createNegotiator("Endpoint=https://a.example;AuthType=azure")).toThrow(
      expect.objectContaining({ code: "credential-required" }),
    );
  });
});
