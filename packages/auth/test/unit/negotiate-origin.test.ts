import { createServer, request as sendRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNegotiateHandler } from "../../src/negotiate-handler.ts";

const negotiate = createNegotiateHandler(
  "Endpoint=https://a.example;AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
  { hub: "chat", authenticate: () => ({}), allowedOrigins: ["https://other.example"] },
);

/** The handler on plain Node, whose requests have the scheme and host that arrive there. */
const app = createServer(async ({ headers, method = "", url = "" }, outgoing) => {
  const address = new URL(url, `http://${headers.host ?? ""}`);
  const answer = await negotiate(new Request(address, { method, headers: headers as HeadersInit }));
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
});

/** A reverse proxy as it stands behind the end of TLS: plain http to the application. */
function createProxy(hostFor: (incoming: IncomingMessage) => string): Server {
  return createServer((incoming, outgoing) => {
    const { port } = app.address() as AddressInfo;
    const { method, url, headers } = incoming;
    const forwarded = { ...headers, host: hostFor(incoming), "x-forwarded-host": headers.host };
    const onwards = sendRequest(
      { host: "127.0.0.1", port, method, path: url, headers: forwarded },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onwards);
  });
}

const preserving = createProxy(({ headers }) => headers.host ?? "");
const rewriting = createProxy(() => "app.internal:3000");
const servers = [app, preserving, rewriting];

beforeAll(() =>
  Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)))),
);
afterAll(() => Promise.all(servers.map((server) => new Promise((done) => server.close(done)))));

/** What a browser would send to `https://<host>/negotiate`, as it leaves the end of TLS. */
function ask(proxy: Server, headers: Record<string, string>): Promise<number | undefined> {
  const { port } = proxy.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method: "POST", path: "/negotiate", agent: false, headers };
    sendRequest(options, (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode));
    })
      .once("error", reject)
      .end();
  });
}

describe("createNegotiateHandler() behind a proxy that ends TLS", () => {
  test.each([
    ["the app's own page", { host: "app.example", origin: "https://app.example" }],
    ["a page on another port", { host: "app.example:8443", origin: "https://app.example:8443" }],
    ["a Host with the default port", { host: "app.example:443", origin: "https://app.example" }],
    ["a host in upper case", { host: "App.Example", origin: "https://app.example" }],
    ["a client that is not a browser", { host: "app.example" }],
    ["an allowed origin", { host: "app.example", origin: "https://other.example" }],
    [
      "a page whose browser says that it is the own one",
      { host: "app.example", origin: "https://app.example", "sec-fetch-site": "same-origin" },
    ],
  ])("lets %s in when the proxy keeps Host", async (_name, headers) => {
    expect(await ask(preserving, headers)).toBe(200);
  });

  test.each([
    ["another host", { origin: "https://evil.example" }],
    ["a subdomain", { origin: "https://app.example.evil.example" }],
    ["another port", { origin: "https://app.example:8443" }],
    ["no host at all", { origin: "null" }],
    ["another scheme than http and https", { origin: "app://app.example" }],
    [
      "another host and a matching X-Forwarded-Host",
      { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    ],
    [
      "the same host, when the browser says that it is another site",
      { origin: "http://app.example", "sec-fetch-site": "cross-site" },
    ],
  ])("refuses an origin with %s", async (_name, headers) => {
    expect(await ask(preserving, { host: "app.example", ...headers })).toBe(403);
  });

  test("does not trust X-Forwarded-Host when the proxy rewrites Host, but the browser's Sec-Fetch-Site", async () => {
    const headers = { host: "app.example", origin: "https://app.example" };
    expect(await ask(rewriting, headers)).toBe(403);
    expect(await ask(rewriting, { ...headers, "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await ask(rewriting, { ...headers, "sec-fetch-site": "same-site" })).toBe(403);
    expect(await ask(rewriting, { host: "app.example", origin: "https://other.example" })).toBe(200);
  });
});

describe("createNegotiateHandler() without a proxy", () => {
  test("refuses a page that came over plain http when it is asked over https", async () => {
    const headers = { origin: "http://app.example" };
    expect((await negotiate(new Request("https://app.example/", { method: "POST", headers }))).status).toBe(
      403,
    );
  });

  test("takes the host from Host where the framework's URL has a name of its own", async () => {
    const headers = { host: "app.example", origin: "https://app.example" };
    expect((await negotiate(new Request("http://localhost:3000/", { method: "POST", headers }))).status).toBe(
      200,
    );
  });
});
