import { describe, expect, test } from "vitest";
import { type AuthMiddlewareOptions, createAuthMiddleware } from "../../src/auth-middleware.ts";

/** The audience that is asked for a request, as middleware of openapi-fetch sends it. */
async function audienceOf(url: string, baseUrl: string, options?: AuthMiddlewareOptions): Promise<string> {
  const asked: string[] = [];
  const credential = {
    getToken: (audience: string) => {
      asked.push(audience);
      return Promise.resolve("fake-token");
    },
  };
  await createAuthMiddleware(credential, options).onRequest({
    request: { url, method: "POST", headers: new Headers() },
    schemaPath: "/",
    params: {},
    options: { baseUrl, fetch: () => Promise.reject(new Error("Nothing is repeated")) },
  });
  return asked.join();
}

describe("createAuthMiddleware()", () => {
  test.each([
    ["https://a.example/api/health", "https://a.example"],
    ["https://a.example/api/health?api-version=1#x", "https://a.example/"],
    ["HTTPS://A.example:443/api/health/", "HTTPS://A.example:443"],
    ["https://a.example/api/hubs/../health", "https://a.example"],
  ])("takes the audience of %s from what a URL parser sends", async (url, baseUrl) => {
    expect(await audienceOf(url, baseUrl)).toBe("https://a.example/api/health");
  });

  test.each([
    ["https://a.example.evil.example/api/health", "https://a.example"],
    ["https://a.example@evil.example/api/health", "https://a.example"],
    ["https://a.example/base/../api/health", "https://a.example/base"],
    ["http://a.example/api/health", "https://a.example"],
    ["/api/health", "https://a.example"],
  ])("gives %s no token of a client of %s", async (url, baseUrl) => {
    await expect(audienceOf(url, baseUrl)).rejects.toMatchObject({ code: "audience-invalid" });
  });

  test.each(["localhost", "emulator.localhost", "127.0.0.1", "127.1", "0x7f.1.2.3", "[::1]", "[0:0::1]"])(
    "sends a token over plain http to %s, which is this machine",
    async (host) => {
      await expect(audienceOf(`http://${host}/api/health`, `http://${host}`)).resolves.toMatch(
        /^http:.*health$/,
      );
    },
  );

  test.each(["127.0.0.1.evil.example", "notlocalhost", "localhost.evil.example", "[::2]", "128.0.0.1"])(
    "sends no token over plain http to %s, unless it is allowed",
    async (host) => {
      const call = [`http://${host}/api/health`, `http://${host}`] as const;
      await expect(audienceOf(...call)).rejects.toMatchObject({ code: "insecure-connection" });
      await expect(audienceOf(...call, { allowInsecureConnection: true })).resolves.toMatch(/health$/);
    },
  );

  test.each(["", "contoso", "https://a.example?x", "https://u@a.example"])(
    "refuses %o as audienceEndpoint",
    (audienceEndpoint) => {
      expect(() =>
        createAuthMiddleware({ getToken: () => Promise.resolve("") }, { audienceEndpoint }),
      ).toThrow(/^audienceEndpoint must be an absolute http or https URL/);
    },
  );
});
