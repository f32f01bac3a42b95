import { describe, expect, test } from "vitest";
import { accessKeyCredential } from "../../src/access-key-credential.ts";
import { dynamicKeyCredential } from "../../src/dynamic-key-credential.ts";
import { entraCredential } from "../../src/entra-credential.ts";
import { createNegotiator } from "../../src/negotiator.ts";
import { signClientToken } from "../../src/client-token.ts";
import { signServiceToken } from "../../src/service-token.ts";
import { parseUpstreamRequest } from "../../src/read-upstream-event.ts";
import { verifyToken } from "../../src/verify-token.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const endpoint = "https://a.example";
const client = { generateClientToken: () => Promise.resolve({ token: "from-the-service" }) };

/** Every numeric option of this package, and how it enters. */
const options: Record<string, readonly ((value: number) => unknown)[]> = {
  expiresInSeconds: [
    (expiresInSeconds) => signServiceToken({ key, audience: `${endpoint}/api/health`, expiresInSeconds }),
    (expiresInSeconds) => signClientToken({ key, endpoint, hub: "chat", expiresInSeconds }),
    (expiresInSeconds) => accessKeyCredential({ key, expiresInSeconds }),
    (expiresInSeconds) =>
      createNegotiator(`Endpoint=${endpoint};AccessKey=${key}`)({ hub: "chat", expiresInSeconds }),
    (expiresInSeconds) =>
      createNegotiator(`Endpoint=${endpoint};AccessKey=${key}`, { client })({
        hub: "chat",
        expiresInSeconds,
      }),
  ],
  cacheCapacity: [(cacheCapacity) => accessKeyCredential({ key, cacheCapacity })],
  timeoutInMs: [
    (timeoutInMs) => entraCredential({ getToken: () => Promise.resolve(null) }, { timeoutInMs }),
    (timeoutInMs) =>
      dynamicKeyCredential({ client: { getAccessKey: () => Promise.resolve({}) }, timeoutInMs }),
  ],
  clockToleranceInSeconds: [
    (clockToleranceInSeconds) => verifyToken("not looked at", { keys: key, clockToleranceInSeconds }),
  ],
  maxBodyBytes: [
    (maxBodyBytes) => parseUpstreamRequest(new Request(endpoint), { accessKeys: key, maxBodyBytes }),
  ],
};

const wrong: unknown[] = [Number.NaN, Infinity, -Infinity, -1, "10", 10n, {}, [10], true];
const cases = Object.entries(options).flatMap(([name, uses]) =>
  uses.flatMap((use) => wrong.map((value) => [name, value, use] as const)),
);

describe("Numeric options", () => {
  test.each(cases)("%s refuses %o where it enters, and the message names it", async (name, value, use) => {
    // A promise is refused as well as a call.
    await expect(async () => use(value as number)).rejects.toThrow(new RegExp(`^${name} must be a`));
  });

  test("a clock that gives NaN lets no token pass", async () => {
    const token = await signServiceToken({ key, audience: `${endpoint}/api/health` });
    await expect(verifyToken(token, { keys: key, clock: () => Number.NaN })).rejects.toMatchObject({
      code: "token-expired",
    });
  });

  test("a clock that gives NaN ends the use of a cached token", async () => {
    let now = 1_000_000;
    const credential = accessKeyCredential({ key, clock: () => now });
    const token = await credential.getToken(`${endpoint}/api/health`);
    now = Number.NaN;
    expect(await credential.getToken(`${endpoint}/api/health`)).not.toBe(token);
  });
});
