import { describe, expect, test } from "vitest";
import { accessKeyCredential } from "../../src/access-key-credential.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const audience = "https://contoso.service.signalr.net/api/hubs/chat/:send";

function setUp(more: object = {}) {
  const state = { now: 1_735_689_600_000 };
  return {
    state,
    credential: accessKeyCredential({ key, clock: () => state.now, random: () => 0, ...more }),
  };
}

describe("accessKeyCredential()", () => {
  test("gives the same token until five minutes before it expires", async () => {
    const { state, credential } = setUp();
    const first = await credential.getToken(audience);
    state.now += 55 * 60_000 - 1;
    expect(await credential.getToken(audience)).toBe(first);
    state.now += 1;
    expect(await credential.getToken(audience)).not.toBe(first);
  });

  test("spreads renewals", async () => {
    const { state, credential } = setUp({ random: () => 0.5 });
    const first = await credential.getToken(audience);
    state.now += 55 * 60_000 - 150_000;
    expect(await credential.getToken(audience)).not.toBe(first);
  });

  test("signs again when the clock was set back", async () => {
    const { state, credential } = setUp();
    const first = await credential.getToken(audience);
    state.now -= 3_600_000;
    expect(await credential.getToken(audience)).not.toBe(first);
  });

  test("forgets the least recently used of ten thousand audiences", async () => {
    const { state, credential } = setUp({ cacheCapacity: 100 });
    const first = await credential.getToken(`${audience}/0`);
    const second = await credential.getToken(`${audience}/1`);
    for (let index = 2; index < 10_000; index++) {
      // The order is what is tested.
      await credential.getToken(`${audience}/${index}`);
      if (index % 50 === 0) void credential.getToken(`${audience}/0`);
    }
    state.now += 1000;
    expect(await credential.getToken(`${audience}/0`)).toBe(first);
    expect(await credential.getToken(`${audience}/1`)).not.toBe(second);
  });

  test("stops at once for a caller who has given up", async () => {
    const { credential } = setUp();
    await expect(credential.getToken(audience, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  test("has no replacement for a token that was fresh", async () => {
    const { credential } = setUp();
    const previous = (await credential.getToken(audience)) ?? "";
    expect(await credential.getToken(audience, { previous })).toBeUndefined();
  });
});
