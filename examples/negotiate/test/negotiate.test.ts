import type { AddressInfo } from "node:net";
import { HttpRequest } from "@azure/functions";
import { verifyToken } from "@x/auth";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { createApp as createExpressApp } from "../src/express.ts";
import { createApp as createFastifyApp } from "../src/fastify.ts";
import { createApp as createHonoApp } from "../src/hono.ts";
import worker from "../src/worker.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const connectionString = `Endpoint=https://contoso.service.signalr.net;AccessKey=${key};Version=1.0;`;

type Send = (init: RequestInit) => Promise<{ status: number; headers: Headers; body: string }>;

async function read(response: Response) {
  return { status: response.status, headers: response.headers, body: await response.text() };
}

const url = "https://api.example/negotiate";

async function throughExpress(init: RequestInit) {
  const server = createExpressApp(connectionString).listen(0, "127.0.0.1");
  try {
    await new Promise((resolve) => server.once("listening", resolve));
    return await read(
      await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/negotiate?userId=eve`, init),
    );
  } finally {
    server.close();
  }
}

async function throughFastify(init: RequestInit) {
  const app = createFastifyApp(connectionString);
  try {
    return await read(await fetch(`${await app.listen({ port: 0, host: "127.0.0.1" })}/negotiate`, init));
  } finally {
    await app.close();
  }
}

beforeAll(() => {
  vi.stubEnv("AZURE_SIGNALR_CONNECTION_STRING", connectionString);
});

const frameworks: readonly [string, Send][] = [
  ["Hono", async (init) => read(await createHonoApp(connectionString).request(url, init))],
  [
    "a Worker",
    async (init) =>
      read(await worker.fetch(new Request(url, init), { AZURE_SIGNALR_CONNECTION_STRING: connectionString })),
  ],
  [
    "a Next route",
    async (init) => {
      const route = await import("../src/next-route.ts");
      return read(await (init.method === "OPTIONS" ? route.OPTIONS : route.POST)(new Request(url, init)));
    },
  ],
  [
    "an Azure Function",
    async (init) => {
      const { handler } = await import("../src/azure-function.ts");
      const { method = "", headers, body } = init;
      const sent = {
        method,
        url,
        headers: headers as Record<string, string>,
        body: { string: String(body) },
      };
      const answer = await handler(new HttpRequest(sent));
      return {
        status: answer.status,
        headers: new Headers(answer.headers),
        body: new TextDecoder().decode(answer.body),
      };
    },
  ],
  ["Fastify", throughFastify],
  ["Express", throughExpress],
];

describe.each(frameworks)("negotiate in %s", (_, send) => {
  test("gives a signed-in client its address and a token of its own user, whatever the body says", async () => {
    const init = {
      method: "POST",
      headers: { cookie: "theme=dark; session=fake-session-of-ada; lang=en" },
      body: '{"userId":"eve"}',
    };
    const { status, body } = await send(init);
    expect(status).toBe(200);
    const negotiation = JSON.parse(body) as { url: string; accessToken: string };
    expect(negotiation.url).toBe("https://contoso.service.signalr.net/client/?hub=chat");
    const { claims } = await verifyToken(negotiation.accessToken, { keys: [key] });
    expect(claims).toMatchObject({ nameid: "ada", aud: negotiation.url });
  });

  test("gives a stranger 401 and another site 403", async () => {
    expect((await send({ method: "POST" })).status).toBe(401);
    expect((await send({ method: "POST", headers: { origin: "https://evil.example" } })).status).toBe(403);
  });

  test("answers the preflight of an allowed site", async () => {
    const { status, headers } = await send({ method: "OPTIONS", headers: { origin: "https://app.example" } });
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(headers.get("access-control-allow-credentials")).toBe("true");
  });
});
