import { inspect } from "node:util";
import { type Middleware, createSignalRServiceClient, fromOpenapiFetch } from "@x/fetch-client";
import { sendToGroup } from "@x/fetch-client/operations";
import { createRawClient } from "@x/fetch-client/raw";
import { describe, expect, test } from "vitest";
import { accessKeyCredential } from "../../src/access-key-credential.ts";
import { createAuthMiddleware } from "../../src/auth-middleware.ts";
import { contextFromConnectionString, fromConnectionString } from "../../src/service-client.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const secondaryKey = "FakeKeyForTestsOnlyFakeKeyForTestsOnly1111111=";
const cs = `Endpoint=https://contoso.service.signalr.net;AccessKey=${key};Version=1.0;`;

interface Seen {
  readonly url: string;
  readonly token: string;
  readonly aud: unknown;
  readonly body: string;
}

function recorder(...statuses: number[]) {
  const seen: Seen[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const token = new Headers(init.headers).get("authorization")?.slice("Bearer ".length) ?? "";
    const { aud } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
      aud: unknown;
    };
    seen.push({ url, token, aud, body: await new Response(init.body ?? null).text() });
    const status = statuses.shift() ?? 202;
    const headers = {
      "www-authenticate": 'Bearer error="invalid_token", error_description="The audience is invalid"',
    };
    return new Response(null, status === 401 ? { status, headers } : { status });
  };
  return { seen, fetch };
}

const clock = () => 1_735_689_600_000;
const body = { target: "t" };

describe("contextFromConnectionString()", () => {
  test("signs the calls of functions as fromConnectionString() those of methods", async () => {
    const { seen, fetch } = recorder(401, 202, 202);
    const context = contextFromConnectionString(cs, { fetch, secondaryKey, application: "shop" });
    await sendToGroup(context, { hub: "chat", group: "g", body });
    await sendToGroup(context, { hub: "chat", group: "g", body });
    expect(seen).toHaveLength(3);
    expect(seen[0]?.url).toContain("application=shop");
    expect(seen[0]?.aud).toBe("https://contoso.service.signalr.net/api/hubs/chat/groups/g/:send");
    expect(seen[1]?.token).not.toBe(seen[0]?.token);
    expect(() => contextFromConnectionString("Endpoint=https://a.example;AuthType=azure")).toThrow(
      expect.objectContaining({ code: "credential-required" }),
    );
  });
});

describe("fromConnectionString()", () => {
  test("signs each call for the route on the wire, without the query", async () => {
    const { seen, fetch } = recorder();
    await fromConnectionString(cs, { fetch }).sendToGroup({
      hub: "chat",
      group: "a/b ü",
      excluded: ["x"],
      body,
    });
    expect(seen[0]?.aud).toBe(seen[0]?.url.split("?")[0]);
    expect(seen[0]?.aud).toBe(
      "https://contoso.service.signalr.net/api/hubs/chat/groups/a%2Fb%20%C3%BC/:send",
    );
  });

  test.each([
    ["Port", "Endpoint=http://localhost;Port=8888", "http://localhost:8888", "http://localhost"],
    [
      "ServerEndpoint",
      "Endpoint=https://a.example;ServerEndpoint=https://gw.example/x",
      "https://gw.example/x",
      "https://a.example",
    ],
    [
      "a port inside Endpoint",
      "Endpoint=http://127.0.0.1:8888",
      "http://127.0.0.1:8888",
      "http://127.0.0.1:8888",
    ],
  ])("sends where %s says and keeps the audience of Endpoint", async (_name, start, sentTo, audience) => {
    const { seen, fetch } = recorder();
    await fromConnectionString(`${start};AccessKey=${key}`, { fetch }).sendToAll({ hub: "chat", body });
    expect(seen[0]?.url).toMatch(new RegExp(`^${sentTo.replaceAll(".", "\\.")}/api/hubs/chat/:send\\?`));
    expect(seen[0]?.aud).toBe(`${audience}/api/hubs/chat/:send`);
  });

  test("refuses plain http to a host that is not loopback, unless it is allowed", async () => {
    const { seen, fetch } = recorder();
    const plain = `Endpoint=http://emulator;AccessKey=${key}`;
    await expect(
      fromConnectionString(plain, { fetch }).sendToAll({ hub: "chat", body }),
    ).rejects.toMatchObject({
      code: "insecure-connection",
    });
    expect(seen).toHaveLength(0);
    await fromConnectionString(plain, { fetch, allowInsecureConnection: true }).sendToAll({
      hub: "chat",
      body,
    });
    expect(seen).toHaveLength(1);
  });

  test("does not repeat a 401 when the token was made for this call and there is one key", async () => {
    const { seen, fetch } = recorder(401);
    const failure = fromConnectionString(cs, { fetch }).sendToAll({ hub: "chat", body });
    await expect(failure).rejects.toMatchObject({
      name: "SignalRAuthError",
      code: "unauthorized",
      status: 401,
    });
    await expect(failure).rejects.toThrow(/the audience is invalid/);
    expect(seen).toHaveLength(1);
  });

  test("repeats a 401 once when the token came from the cache", async () => {
    let now = 1_735_689_600_000;
    const { seen, fetch } = recorder(202, 401, 202);
    const client = fromConnectionString(cs, { fetch, clock: () => now });
    await client.sendToAll({ hub: "chat", body });
    now += 5000;
    await client.sendToAll({ hub: "chat", body });
    expect(seen.map(({ token }) => token === seen[0]?.token)).toEqual([true, true, false]);
  });

  test("repeats a 401 of raw, and of a client with other middleware before and after", async () => {
    const { seen, fetch } = recorder(401, 202, 401, 202);
    const params = { path: { hub: "chat" }, query: { "api-version": "2024-12-01" } };
    const other = fromOpenapiFetch({
      onRequest: ({ request }) => new Request(request, { keepalive: false }),
    });
    const auth = () => createAuthMiddleware(accessKeyCredential({ key, secondaryKey }));
    const endpoint = "https://contoso.service.signalr.net";
    const raw = createRawClient({ endpoint, fetch, middleware: [other, auth()] });
    const { response } = await raw.POST("/api/hubs/{hub}/:send", { params, body });
    expect(response.status).toBe(202);
    const trace: Middleware = { onRequest: ({ request }) => request.headers.set("x-trace", "1") };
    const middleware = [other, auth(), trace];
    await createSignalRServiceClient({ endpoint, fetch, middleware }).sendToAll({ hub: "chat", body });
    expect(seen).toHaveLength(4);
    expect(seen.map(({ body: sent }) => sent)).toEqual(Array(4).fill(JSON.stringify(body)));
  });

  test("tries the other key after a 401 and starts with it from then on", async () => {
    const { seen, fetch } = recorder(401, 202, 202);
    const client = fromConnectionString(cs, { fetch, secondaryKey });
    await client.sendToAll({ hub: "chat", body });
    await client.sendToAll({ hub: "chat", body });
    expect(seen).toHaveLength(3);
    expect(seen[1]?.token).not.toBe(seen[0]?.token);
    expect(seen[2]?.token.split(".")[2]).not.toBe(seen[0]?.token.split(".")[2]);
  });

  test("repeats a 401 once a call, whatever retries come between", async () => {
    const statuses = [401, 503, 401, 202];
    let requests = 0;
    const fetch = (): Promise<Response> => {
      requests += 1;
      return Promise.resolve(
        new Response(null, { status: statuses.shift() ?? 202, headers: { "retry-after": "0" } }),
      );
    };
    const client = fromConnectionString(cs, { fetch, secondaryKey });
    await expect(client.sendToAll({ hub: "chat", body })).rejects.toMatchObject({ code: "unauthorized" });
    expect(requests).toBe(3);
  });

  test("keeps the first key when both are refused", async () => {
    const { seen, fetch } = recorder(401, 401, 202);
    const client = fromConnectionString(cs, { fetch, secondaryKey, clock });
    await expect(client.sendToAll({ hub: "chat", body })).rejects.toMatchObject({ code: "unauthorized" });
    await client.sendToAll({ hub: "chat", body });
    expect(seen).toHaveLength(3);
    expect(seen[2]?.token).toBe(seen[0]?.token);
  });

  test("asks for a credential when the connection string names Microsoft Entra", () => {
    expect(() => fromConnectionString("Endpoint=https://a.example;AuthType=azure")).toThrow(
      expect.objectContaining({ code: "credential-required" }),
    );
  });

  test("shows neither key nor token in the client and in its errors", async () => {
    const { seen, fetch } = recorder(401);
    const client = fromConnectionString(cs, { fetch });
    const error: unknown = await client.sendToAll({ hub: "chat", body }).catch((thrown: unknown) => thrown);
    const shown = [client, error]
      .map((value) => inspect(value, { depth: 20, showHidden: true }) + JSON.stringify(value))
      .join();
    expect(shown).not.toContain(key);
    expect(shown).not.toContain(seen[0]?.token);
  });
});
