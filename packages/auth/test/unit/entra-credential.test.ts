import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { entraCredential, type TokenCredentialLike } from "../../src/entra-credential.ts";

const minute = 60_000;

/** A clock that is set by hand and a token source that counts. */
function setUp(answers: readonly (number | Error | null)[]) {
  const state = { now: 1_000_000_000, calls: 0, scopes: [] as unknown[] };
  const source: TokenCredentialLike = {
    getToken(scopes) {
      state.scopes.push(scopes);
      const lifetime = answers[Math.min(state.calls, answers.length - 1)];
      state.calls += 1;
      if (lifetime instanceof Error) return Promise.reject(lifetime);
      if (lifetime === null || lifetime === undefined) return Promise.resolve(null);
      return Promise.resolve({
        token: `fake-token-${state.calls}`,
        expiresOnTimestamp: state.now + lifetime,
      });
    },
  };
  return { state, source, credential: entraCredential(source, { clock: () => state.now }) };
}

/** Callbacks of promises come before this. */
const failureInBackground = () => new Promise((resolve) => setImmediate(resolve));

describe("entraCredential()", () => {
  test("asks once, for the scope of the service, for callers who come together and for every route", async () => {
    const { state, credential } = setUp([60 * minute]);
    const tokens = await Promise.all([
      credential.getToken("https://a/1"),
      credential.getToken("https://a/2"),
    ]);
    expect(tokens).toEqual(["fake-token-1", "fake-token-1"]);
    expect(state.scopes).toEqual(["https://signalr.azure.com/.default"]);
  });

  test("renews in the background from five minutes before expiry", async () => {
    const { state, credential } = setUp([60 * minute]);
    await credential.getToken("a");
    state.now += 55 * minute - 1;
    expect(await credential.getToken("a")).toBe("fake-token-1");
    expect(state.calls).toBe(1);
    state.now += 1;
    expect(await credential.getToken("a")).toBe("fake-token-1");
    await vi.waitFor(async () => expect(await credential.getToken("a")).toBe("fake-token-2"));
    expect(state.calls).toBe(2);
  });

  test("keeps the token when renewal fails, waits half a minute, and fails once it has expired", async () => {
    const { state, credential } = setUp([60 * minute, new Error("HTTP 500 from the token endpoint")]);
    await credential.getToken("a");
    state.now += 56 * minute;
    expect(await credential.getToken("a")).toBe("fake-token-1");
    await failureInBackground();
    state.now += minute / 2 - 1;
    expect(await credential.getToken("a")).toBe("fake-token-1");
    expect(state.calls).toBe(2);
    state.now += 1;
    expect(await credential.getToken("a")).toBe("fake-token-1");
    expect(state.calls).toBe(3);
    await failureInBackground();
    state.now += 4 * minute;
    await expect(credential.getToken("a")).rejects.toMatchObject({
      code: "token-unavailable",
      cause: new Error("HTTP 500 from the token endpoint"),
    });
  });

  test("asks again when the clock was set back", async () => {
    const { state, credential } = setUp([60 * minute]);
    await credential.getToken("a");
    state.now -= 24 * 60 * minute;
    expect(await credential.getToken("a")).toBe("fake-token-2");
  });

  test("asks for a new token after one was refused, and knows when there is no better one", async () => {
    const { credential, source } = setUp([60 * minute]);
    const first = await credential.getToken("a");
    expect(await credential.getToken("a", { previous: first ?? "" })).toBe("fake-token-2");
    expect(await credential.getToken("a", { previous: first ?? "" })).toBe("fake-token-2");
    source.getToken = () => Promise.resolve({ token: "fake-token-2", expiresOnTimestamp: 9e12 });
    expect(await credential.getToken("a", { previous: "fake-token-2" })).toBeUndefined();
  });

  test("lets one caller give up without taking the token from the others", async () => {
    let deliver: (() => void) | undefined;
    const credential = entraCredential({
      getToken: () =>
        new Promise((resolve) => {
          deliver = () => resolve({ token: "fake-token", expiresOnTimestamp: Date.now() + minute });
        }),
    });
    const controller = new AbortController();
    const impatient = credential.getToken("a", { signal: controller.signal });
    const patient = credential.getToken("a");
    controller.abort();
    await expect(impatient).rejects.toMatchObject({ name: "AbortError" });
    deliver?.();
    await expect(patient).resolves.toBe("fake-token");
  });

  test("aborts a source that hangs, says so, and works again once the source does", async () => {
    const state = { now: 1_000_000_000, signal: undefined as AbortSignal | undefined };
    const source: TokenCredentialLike = {
      getToken(_scopes, { abortSignal } = {}) {
        state.signal = abortSignal;
        return new Promise(() => undefined);
      },
    };
    const credential = entraCredential(source, { timeoutInMs: 20, clock: () => state.now });
    await expect(credential.getToken("a")).rejects.toMatchObject({
      code: "token-unavailable",
      cause: { name: "TimeoutError", message: "No response within 20 ms" },
    });
    expect(state.signal?.aborted).toBe(true);
    source.getToken = () => Promise.resolve({ token: "fake-token", expiresOnTimestamp: state.now + minute });
    state.now += 1000;
    expect(await credential.getToken("a")).toBe("fake-token");
  });

  test("rejects with an aborted signal whatever it holds", async () => {
    const { state, credential } = setUp([60 * minute]);
    const signal = AbortSignal.abort(new Error("gone"));
    const first = (await credential.getToken("a")) ?? "";
    await credential.getToken("a", { previous: first });
    await expect(credential.getToken("a", { signal })).rejects.toThrow("gone");
    await expect(credential.getToken("a", { signal, previous: first })).rejects.toThrow("gone");
    await expect(credential.getToken("a", { signal, previous: "fake-token-2" })).rejects.toThrow("gone");
    expect(state.calls).toBe(2);
  });

  test.each([
    ["nothing", null],
    ["an expired token", -1],
    ["an expiry that is not a number", Number.NaN],
    ["an expiry that is text", "60000" as never],
  ])("refuses %s", async (_name, answer) => {
    await expect(setUp([answer]).credential.getToken("a")).rejects.toMatchObject({
      code: "token-unavailable",
    });
  });

  test("shows no token when it is inspected", async () => {
    const { credential } = setUp([60 * minute]);
    await credential.getToken("a");
    expect(inspect(credential, { depth: 20, showHidden: true }) + JSON.stringify(credential)).not.toContain(
      "fake-token",
    );
  });
});
