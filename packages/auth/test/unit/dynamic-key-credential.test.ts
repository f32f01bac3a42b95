import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { dynamicKeyCredential } from "../../src/dynamic-key-credential.ts";
import { createNegotiator } from "../../src/negotiator.ts";
import { verifyToken } from "../../src/verify-token.ts";

const minute = 60_000;
const audience = "https://contoso.service.signalr.net/api/hubs/chat/:send";
const keyOf = (call: number) => `FakeDynamicKeyForTestsOnly000000000000000${call}`;

function setUp() {
  const state = { now: 1_000_000_000, calls: 0, fails: false };
  const clock = () => state.now;
  const client = {
    getAccessKey() {
      state.calls += 1;
      if (state.fails) return Promise.reject(new Error("HTTP 503"));
      return Promise.resolve({ AccessKey: keyOf(state.calls), KeyId: `id-${state.calls}` });
    },
  };
  return { state, clock, credential: dynamicKeyCredential({ client, clock }) };
}

/** Callbacks of promises come before this. */
const failureInBackground = () => new Promise((resolve) => setImmediate(resolve));

describe("dynamicKeyCredential()", () => {
  test("fetches one key for callers who come together and signs with its kid", async () => {
    const { state, clock, credential } = setUp();
    const [token = ""] = await Promise.all([
      credential.getToken(audience),
      credential.getToken(`${audience}2`),
    ]);
    expect(state.calls).toBe(1);
    expect(await verifyToken(token, { keys: keyOf(1), audience, clock })).toMatchObject({ keyId: "id-1" });
  });

  test("renews the key in the background after 55 minutes", async () => {
    const { state, credential } = setUp();
    expect((await credential.getSigningKey()).id).toBe("id-1");
    state.now += 55 * minute - 1;
    expect((await credential.getSigningKey()).id).toBe("id-1");
    expect(state.calls).toBe(1);
    state.now += 1;
    expect((await credential.getSigningKey()).id).toBe("id-1");
    await vi.waitFor(async () => expect((await credential.getSigningKey()).id).toBe("id-2"));
  });

  test("keeps the old key through failures, asking every five minutes, until it expires after 90", async () => {
    const { state, credential } = setUp();
    await credential.getSigningKey();
    state.fails = true;
    state.now += 60 * minute;
    expect((await credential.getSigningKey()).id).toBe("id-1");
    await failureInBackground();
    state.now += 5 * minute - 1;
    expect((await credential.getSigningKey()).id).toBe("id-1");
    expect(state.calls).toBe(2);
    state.now += 1;
    await credential.getSigningKey();
    expect(state.calls).toBe(3);
    await failureInBackground();
    state.now += 25 * minute;
    await expect(credential.getSigningKey()).rejects.toMatchObject({ code: "access-key-unavailable" });
  });

  test("fetches a new key when a token is refused", async () => {
    const { clock, credential } = setUp();
    const previous = await credential.getToken(audience);
    const token = await credential.getToken(audience, { previous: previous ?? "" });
    expect(await verifyToken(token ?? "", { keys: keyOf(2), audience, clock })).toMatchObject({
      keyId: "id-2",
    });
  });

  test("aborts a service that hangs and says so", async () => {
    let hanging: AbortSignal | undefined;
    const client = {
      getAccessKey(_args?: object, { signal }: { signal?: AbortSignal } = {}) {
        hanging = signal;
        return new Promise<never>(() => undefined);
      },
    };
    const credential = dynamicKeyCredential({ client, timeoutInMs: 20 });
    await expect(credential.getSigningKey()).rejects.toMatchObject({
      code: "access-key-unavailable",
      cause: { name: "TimeoutError" },
    });
    expect(hanging?.aborted).toBe(true);
  });

  test("rejects with an aborted signal whatever it holds", async () => {
    const { state, credential } = setUp();
    const signal = AbortSignal.abort(new Error("gone"));
    const previous = (await credential.getToken(audience)) ?? "";
    await expect(credential.getSigningKey({ signal })).rejects.toThrow("gone");
    await expect(credential.getToken(audience, { signal })).rejects.toThrow("gone");
    await expect(credential.getToken(audience, { signal, previous })).rejects.toThrow("gone");
    expect(state.calls).toBe(1);
  });

  test("gives createNegotiator its key", async () => {
    const { clock, credential } = setUp();
    const negotiate = createNegotiator("Endpoint=https://a.example;AuthType=azure", {
      keys: credential,
      clock,
    });
    const { accessToken } = await negotiate({ hub: "chat" });
    expect(await verifyToken(accessToken, { keys: keyOf(1), clock })).toMatchObject({ keyId: "id-1" });
  });

  test.each([
    [{ KeyId: "id" }, /no AccessKey/],
    [{ AccessKey: keyOf(1) }, /no KeyId/],
    [{ AccessKey: "Fake\nKey", KeyId: "id" }, /line break/],
  ])("refuses the answer %j", async (answer, message) => {
    const credential = dynamicKeyCredential({ client: { getAccessKey: () => Promise.resolve(answer) } });
    await expect(credential.getToken(audience)).rejects.toMatchObject({ code: "access-key-unavailable" });
    await expect(credential.getToken(audience)).rejects.toThrow(message);
  });

  test("shows no key when the key or the credential is inspected", async () => {
    const { credential } = setUp();
    const key = await credential.getSigningKey();
    const shown = [key, credential].map(
      (value) => inspect(value, { depth: 20, showHidden: true }) + JSON.stringify(value),
    );
    expect(shown.join()).not.toContain(keyOf(1));
  });
});
