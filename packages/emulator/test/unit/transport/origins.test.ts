import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import {
  type Emulator,
  type EmulatorOptions,
  createEmulator,
  wellKnownAccessKey,
} from "../../../src/index.js";
import { signToken } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

const ownKey = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const foreign = "https://app.example";

/** A request of a page under `/client`, with a token that is good. */
async function ask(
  { url }: Emulator,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  key = wellKnownAccessKey,
): Promise<Response> {
  const token = signToken(`${url}/client/?hub=chat`, {}, key);
  return await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...headers } });
}

/** @returns the status of a request to upgrade. */
async function upgrade(
  { url }: Emulator,
  origin: string | undefined,
  key = wellKnownAccessKey,
): Promise<number> {
  const token = signToken(`${url}/client/?hub=chat`, {}, key);
  const socket = new WebSocket(`${url.replace("http", "ws")}/client/?hub=chat&access_token=${token}`, {
    ...(origin !== undefined && { origin }),
  });
  const opened = once(socket, "open").then(() => 101);
  const refused = once(socket, "unexpected-response").then(
    ([, response]: { statusCode: number }[]) => response?.statusCode ?? 0,
  );
  socket.on("error", () => {});
  const status = await Promise.race([opened, refused]);
  socket.terminate();
  return status;
}

const negotiate = "/client/negotiate?hub=chat&negotiateVersion=1";

describe("With the public key, a page of another machine", () => {
  test.each([
    ["POST", negotiate, {}],
    ["OPTIONS", negotiate, { "access-control-request-method": "POST" }],
    ["GET", "/client/?hub=chat&id=x", {}],
    ["GET", "/client/?hub=chat&id=x", { accept: "text/event-stream" }],
    ["POST", "/client/?hub=chat&id=x", {}],
    ["DELETE", "/client/?hub=chat&id=x", {}],
  ])("is refused on %s %s, and no CORS header lets it read why", async (method, path, headers) => {
    const log: string[] = [];
    const emulator = await startEmulator({ log: (line) => log.push(line) });
    const response = await ask(emulator, method, path, { ...headers, origin: foreign });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(await response.text()).toContain("--allowed-origin");
    expect(log).toEqual([expect.stringContaining(`403: Pages of '${foreign}' may not connect`)]);
    expect(emulator.requests).toMatchObject([
      { method, status: 403, reason: expect.stringContaining(foreign) },
    ]);
  });

  test("is refused over WebSockets, and the application hears nothing of it", async () => {
    const events: unknown[] = [];
    const emulator = await startEmulator({
      upstream(request) {
        events.push(request.headers.get("x-asrs-event"));
        return new Response(null, { status: 204 });
      },
    });
    expect(await upgrade(emulator, foreign)).toBe(403);
    expect(await upgrade(emulator, "http://localhost:3000")).toBe(101);
    expect(events).toEqual([]);
  });

  test.each([
    undefined,
    "http://localhost",
    "https://localhost:5173",
    "http://app.localhost:3000",
    "http://127.0.0.1:8080",
    "http://127.1.2.3",
    "http://[::1]:3000",
  ])("is not one of the origin %s", async (origin) => {
    const emulator = await startEmulator();
    const headers = origin === undefined ? {} : { origin };
    const response = await ask(emulator, "POST", negotiate, headers);
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin ?? null);
    expect(await upgrade(emulator, origin)).toBe(101);
  });

  test.each([
    "null",
    "file://",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://evil.example#localhost",
    "http://localhost@evil.example",
    "http://evillocalhost",
    "http://[::2]",
    "http://128.0.0.1",
    "ftp://localhost",
    "chrome-extension://localhost",
    "localhost",
    "https://xn--80ak6aa92e.example",
  ])("is one of the origin '%s'", async (origin) => {
    const emulator = await startEmulator();
    expect((await ask(emulator, "POST", negotiate, { origin })).status).toBe(403);
    expect(await upgrade(emulator, origin)).toBe(403);
  });
});

describe("allowedOrigins", () => {
  test("lets pages of these origins in, in addition to those of loopback", async () => {
    const emulator = await startEmulator({ allowedOrigins: ["https://App.example:443/", "capacitor://app"] });
    const statuses = [
      "https://app.example",
      "capacitor://app",
      "http://localhost:1",
      "http://app.example",
      "https://app.example:444",
    ].map((origin) => upgrade(emulator, origin));
    expect(await Promise.all(statuses)).toEqual([101, 101, 101, 403, 403]);
  });

  test.each<[string, EmulatorOptions]>([
    ["*", { allowedOrigins: ["*"] }],
    ["the user's own key", { accessKeys: [ownKey] }],
  ])("is any with %s, as in the service", async (_, options) => {
    const emulator = await startEmulator(options);
    const [key] = options.accessKeys ?? [];
    for (const origin of [foreign, "null"]) {
      const response = await ask(emulator, "POST", negotiate, { origin }, key);
      expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
      expect(await upgrade(emulator, origin, key)).toBe(101);
    }
  });

  test("applies with the user's own key, also in addition to the public one", async () => {
    const own = await startEmulator({ accessKeys: [ownKey], allowedOrigins: [] });
    expect(await upgrade(own, foreign, ownKey)).toBe(403);
    const both = await startEmulator({ accessKeys: [ownKey, wellKnownAccessKey] });
    expect(await upgrade(both, foreign)).toBe(403);
  });

  test.each([
    "app.example",
    "https://app.example/path",
    "https://",
    "https://a b",
    "https://user@app.example",
    "null",
  ])("refuses '%s'", (origin) => {
    expect(() => createEmulator({ allowedOrigins: [origin] })).toThrow(
      `allowedOrigins: '${origin}' is not an origin`,
    );
  });
});

describe("A preflight", () => {
  const preflight = async (
    emulator: Emulator,
    asked: string,
    origin = "http://localhost:3000",
  ): Promise<Response> =>
    await fetch(`${emulator.url}${negotiate}`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": asked },
    });

  test("lets any header be sent", async () => {
    const response = await preflight(
      await startEmulator(),
      "authorization,x-requested-with, traceparent ,x-my_header.1",
    );
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-headers")).toBe(
      "authorization, x-requested-with, traceparent, x-my_header.1",
    );
    expect(response.headers.get("access-control-allow-methods")).toBe("GET, POST, DELETE");
    expect(response.headers.get("access-control-allow-credentials")).toBe("true");
    expect(response.headers.get("vary")).toBe("origin, access-control-request-headers");
  });

  test("overlooks what is not the name of a header", async () => {
    const response = await preflight(await startEmulator(), "x-a, x b, <script>, *, , x:y, zo\u00eb, x-c");
    // `*` is a token, but with credentials it means the header of that name.
    expect(response.headers.get("access-control-allow-headers")).toBe("x-a, *, x-c");
  });

  test("asks for no header without one", async () => {
    const response = await fetch(`${(await startEmulator()).url}${negotiate}`, {
      method: "OPTIONS",
      headers: { origin: "http://localhost" },
    });
    expect(response.headers.get("access-control-allow-headers")).toBeNull();
  });

  test("of a page that is refused gets none of it", async () => {
    const response = await preflight(await startEmulator(), "authorization", foreign);
    expect(response.status).toBe(403);
    expect(Array.from(response.headers.keys()).filter((name) => name.startsWith("access-control"))).toEqual(
      [],
    );
  });
});
