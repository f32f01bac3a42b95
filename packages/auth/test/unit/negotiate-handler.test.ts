import { describe, expect, test } from "vitest";
import { createNegotiateHandler, type NegotiateHandlerOptions } from "../../src/negotiate-handler.ts";
import { verifyToken } from "../../src/verify-token.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const cs = `Endpoint=https://a.example;AccessKey=${key}`;
const url = "https://app.example/negotiate?negotiateVersion=1&userId=eve";

function ask(init: RequestInit = {}, options: Partial<NegotiateHandlerOptions> = {}): Promise<Response> {
  const handler = createNegotiateHandler(cs, {
    hub: "chat",
    authenticate: () => ({ userId: "ada" }),
    ...options,
  });
  return handler(new Request(url, { method: "POST", ...init }));
}

describe("createNegotiateHandler()", () => {
  test("answers with the address and a token of the user that authenticate names, whatever query and body say", async () => {
    const response = await ask({ body: '{"userId":"eve"}' });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const answer = (await response.json()) as { url: string; accessToken: string };
    expect(answer.url).toBe("https://a.example/client/?hub=chat");
    const { claims } = await verifyToken(answer.accessToken, { keys: key, audience: answer.url });
    expect(claims["nameid"]).toBe("ada");
  });

  test("responds with 401 when authenticate names no user", async () => {
    expect((await ask({}, { authenticate: () => undefined })).status).toBe(401);
  });

  test("lets an anonymous client in when authenticate says so", async () => {
    expect((await ask({}, { authenticate: () => ({}) })).status).toBe(200);
  });

  test("refuses pages of other sites, and does not authenticate them", async () => {
    let asked = false;
    const authenticate = () => ((asked = true), {});
    expect((await ask({ headers: { origin: "https://evil.example" } }, { authenticate })).status).toBe(403);
    expect(asked).toBe(false);
  });

  test("answers a preflight and names the allowed origin", async () => {
    const options = { allowedOrigins: ["https://other.example"] };
    const response = await ask({ method: "OPTIONS", headers: { origin: "https://other.example" } }, options);
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://other.example");
    expect(response.headers.get("access-control-allow-credentials")).toBe("true");
    expect(response.headers.get("vary")).toBe("Origin");
  });

  test("takes POST only", async () => {
    const response = await ask({ method: "GET" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  test("responds with 413 when the token would be too large", async () => {
    expect((await ask({}, { authenticate: () => ({ claims: { a: "x".repeat(5000) } }) })).status).toBe(413);
  });

  test.each([
    ["user id", { userId: "eve, role: admin" }],
    ["claim", { claims: { nick: "eve, role: admin" } }],
  ])("responds with 400 to a user whose %s a webhook would read as something else", async (_name, client) => {
    const response = await ask({}, { authenticate: () => client });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).not.toContain("admin");
    const tolerant = { authenticate: () => client, allowAmbiguousClaims: true };
    expect((await ask({}, tolerant)).status).toBe(200);
  });

  test("has no default for authenticate", () => {
    expect(() => createNegotiateHandler(cs, {} as NegotiateHandlerOptions)).toThrow(TypeError);
  });
});
