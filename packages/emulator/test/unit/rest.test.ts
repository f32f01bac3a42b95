import { type IncomingMessage, request as httpRequest } from "node:http";
import { describe, expect, test } from "vitest";
import { operationHandlers } from "../../src/rest/operation-handlers.js";
import { apiVersion, routes } from "../../generated/index.js";
import { type Emulator, type EmulatorOptions, ManualClock, createEmulator } from "../../src/index.js";
import { signJwt } from "../sign-jwt.ts";
import { startEmulator } from "../start-emulator.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const version = `api-version=${apiVersion}`;
const start = (options: EmulatorOptions = {}): Promise<Emulator> =>
  startEmulator({ accessKeys: [key], ...options });

function sign(
  claims: object,
  options: { readonly alg?: "HS256" | "HS512"; readonly key?: string; readonly exp?: number } = {},
): string {
  const { alg = "HS256", exp = Math.floor(Date.now() / 1000) + 600 } = options;
  return signJwt({ exp, ...claims }, options.key ?? key, { alg });
}

interface Call {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

async function call(
  emulator: Emulator,
  method: string,
  target: string,
  options: Call = {},
): Promise<Response> {
  const route = target.split("?", 1)[0] ?? "";
  const token = options.token ?? sign({ aud: `${emulator.url}${route}` });
  return await fetch(`${emulator.url}${target}`, {
    method,
    headers: {
      ...(token !== "" && { authorization: `Bearer ${token}` }),
      ...(typeof options.body === "string" && { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: options.body }),
  });
}

const send = `/api/hubs/chat/:send?${version}`;
const message = JSON.stringify({ target: "say", arguments: [] });

describe("The REST endpoint", () => {
  test.each(routes.map((route) => [route.operationId, route] as const))(
    "knows the route of %s",
    async (_, route) => {
      const emulator = await start();
      const path = route.path.replaceAll(/\{[^}]+\}/g, "x1");
      const json = route.operationId === "executeCommands" ? "[]" : message;
      const response = await call(
        emulator,
        route.method,
        `${path}?${version}`,
        route.body === undefined ? {} : { body: json },
      );
      expect([200, 202, 204, 404, 501]).toContain(response.status);
      if (response.status === 404)
        expect(response.headers.get("x-ms-error-code")).toMatch(/\.(NotExisted|NotInGroup)$/);
      expect(response.status === 501).toBe(operationHandlers[route.operationId] === undefined);
    },
  );

  test("responds with 404 without an error code for a path that is not an operation", async () => {
    const response = await call(await start(), "POST", `/api/nothing?${version}`);
    expect([response.status, response.headers.get("x-ms-error-code")]).toEqual([404, null]);
  });

  test("responds with 405 and Allow to a wrong method", async () => {
    const response = await call(await start(), "PATCH", `/api/hubs/chat/users/ada?${version}`);
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  test.each(["", "?api-version=2020-01-01", `?${version}&${version}`])(
    "responds with 400 to the api-version in '%s'",
    async (query) => {
      const response = await call(await start(), "POST", `/api/hubs/chat/:send${query}`, { body: message });
      expect([response.status, await response.json()]).toMatchObject([400, { target: "api-version" }]);
    },
  );

  test("answers the health check without token and api-version", async () => {
    expect((await call(await start(), "HEAD", "/api/health", { token: "" })).status).toBe(200);
  });

  test.each([
    ["not JSON", "{", 400, "body"],
    ["no target", "{}", 400, "target"],
    ["arguments that are not a list", '{"target":"x","arguments":1}', 400, "arguments"],
    [
      "nesting beyond the limit",
      `{"target":"x","arguments":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      400,
      "body",
    ],
    ["more than 1 MB", "x".repeat(1024 * 1024 + 1), 413, "body"],
  ])("refuses a body with %s", async (_, body, status, target) => {
    const response = await call(await start(), "POST", send, { body });
    expect([response.status, await response.json()]).toMatchObject([status, { target }]);
    expect(response.headers.get("x-ms-error-code")).not.toBeNull();
  });

  test("responds with 415 to a content type that the operation does not take", async () => {
    const response = await call(await start(), "POST", send, {
      body: message,
      headers: { "content-type": "text/plain" },
    });
    expect(response.status).toBe(415);
  });

  test("takes PascalCase names in the body and any case in query names", async () => {
    const target = `/api/hubs/chat/:send?API-Version=2024-12-01&Excluded=x`;
    expect(
      (await call(await start(), "POST", target, { body: '{"Target":"x","Arguments":null}' })).status,
    ).toBe(202);
  });

  test.each(["9hub", "x".repeat(129), "a%2Fb", "%00"])(
    "responds with 400 to the hub name '%s'",
    async (hub) => {
      const response = await call(await start(), "POST", `/api/hubs/${hub}/:send?${version}`, {
        body: message,
      });
      expect(response.status).toBe(400);
    },
  );

  test.each([
    ["connections/x", "Warning.Connection.NotExisted"],
    ["groups/x", "Warning.Group.NotExisted"],
    ["users/x", "Warning.User.NotExisted"],
    ["users/x/groups/y", "Info.User.NotInGroup"],
  ])("tells GET in place of HEAD on %s why there is nothing", async (path, code) => {
    const response = await call(await start(), "GET", `/api/hubs/chat/${path}?${version}`);
    expect([response.status, await response.json()]).toMatchObject([404, { code }]);
    expect(response.headers.get("x-ms-error-code")).toBe(code);
  });

  test("treats prototype names as ordinary groups", async () => {
    const emulator = await start();
    const check = await call(emulator, "HEAD", `/api/hubs/chat/groups/__proto__?${version}`);
    expect(check.headers.get("x-ms-error-code")).toBe("Warning.Group.NotExisted");
  });

  test("responds with 421 to a foreign Host header", async () => {
    const emulator = await start();
    const status = await new Promise((resolve, reject) => {
      const options = { headers: { host: "evil.example" } };
      httpRequest(`${emulator.url}/api/health`, options, (response: IncomingMessage) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test("keeps an offline user in a group until its ttl is over", async () => {
    const clock = new ManualClock();
    const emulator = await start({ clock });
    const membership = "/api/hubs/chat/users/ada/groups/g1";
    expect((await call(emulator, "PUT", `${membership}?ttl=10&${version}`)).status).toBe(200);
    expect((await call(emulator, "HEAD", `${membership}?${version}`)).status).toBe(200);
    clock.advance(11_000);
    expect((await call(emulator, "HEAD", `${membership}?${version}`)).status).toBe(404);
  });

  test("plays the faults it was given", async () => {
    const emulator = await start({
      faults: { operationId: "sendToAll", status: 429, retryAfter: 7, times: 1 },
    });
    const first = await call(emulator, "POST", send, { body: message });
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "7"]);
    expect((await call(emulator, "POST", send, { body: message })).status).toBe(202);
  });

  test("hits the same requests with faults that have a rate when the seed is the same, and logs it", async () => {
    const log: string[] = [];
    const run = async (faultSeed: number): Promise<readonly number[]> => {
      const faults = { status: 503, rate: 0.5 };
      const emulator = await start({ faults, faultSeed, log: (line) => log.push(line) });
      const statuses: number[] = [];
      for (let index = 0; index < 20; index++) {
        // The order of the requests is the order of the draws.
        statuses.push((await call(emulator, "POST", send, { body: message })).status);
      }
      return statuses;
    };
    const first = await run(7);
    expect(new Set(first)).toEqual(new Set([202, 503]));
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
    expect(log).toContain("Faults are drawn with the seed 7");
  });
});

describe("Tokens of REST requests", () => {
  const refusals: readonly (readonly [string, (emulator: Emulator) => string, string])[] = [
    ["missing", () => "", "Bearer"],
    ["of two parts", () => "a.b", "three parts"],
    [
      "signed with another key",
      ({ url }) => sign({ aud: `${url}/api/hubs/chat/:send` }, { key: "another key" }),
      "signature",
    ],
    ["expired", ({ url }) => sign({ aud: `${url}/api/hubs/chat/:send` }, { exp: 1 }), "expired at 1970"],
    ["for another operation", ({ url }) => sign({ aud: `${url}/api/hubs/chat/:execute` }), "audience"],
    ["for a client", ({ url }) => sign({ aud: `${url}/client/?hub=chat` }), "audience"],
  ];
  test.each(refusals)("%s: 401, and WWW-Authenticate says why", async (_, make, reason) => {
    const emulator = await start();
    const response = await call(emulator, "POST", send, { body: message, token: make(emulator) });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain(reason);
  });

  const lenient: readonly (readonly [string, (emulator: Emulator) => string])[] = [
    ["signed with HS512", ({ url }) => sign({ aud: `${url}/api/hubs/chat/:send` }, { alg: "HS512" })],
    ["with a query in the audience", ({ url }) => sign({ aud: `${url}/api/hubs/chat/:send?${version}` })],
    ["without the port", () => sign({ aud: "http://127.0.0.1/api/hubs/chat/:send" })],
    [
      "with the port that a container is published on",
      () => sign({ aud: "http://localhost:53211/api/hubs/chat/:send" }),
    ],
    ["with the hub in another case", ({ url }) => sign({ aud: `${url}/api/hubs/CHAT/:send` })],
  ];
  test.each(lenient)("%s: taken, but not with strictAudience", async (_, make) => {
    const emulator = await start();
    expect((await call(emulator, "POST", send, { body: message, token: make(emulator) })).status).toBe(202);
    const strict = await start({ strictAudience: true });
    expect((await call(strict, "POST", send, { body: message, token: make(strict) })).status).toBe(401);
  });

  test("made by generateClientToken open a connection", async () => {
    const emulator = await start();
    const response = await call(emulator, "POST", `/api/hubs/chat/:generateToken?userId=ada&${version}`);
    const body: unknown = await response.json();
    const token = typeof body === "object" && body !== null ? String(Reflect.get(body, "token")) : "";
    const negotiated = await call(emulator, "POST", "/client/negotiate?hub=chat&negotiateVersion=1", {
      token,
    });
    expect([negotiated.status, await negotiated.json()]).toMatchObject([200, { negotiateVersion: 1 }]);
  });
});

describe("Microsoft Entra tokens", () => {
  const audience = "https://signalr.azure.com";
  const entraToken = (claims: object): string =>
    signJwt({ aud: audience, ...claims }, "a key that the emulator does not know", { alg: "RS256" });

  test("are refused by default, and the 401 names the option", async () => {
    const response = await call(await start(), "POST", send, { body: message, token: entraToken({}) });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("--accept-unvalidated-entra-tokens");
  });

  test("are let in when the option is set, and the log says that nothing is validated", async () => {
    const log: string[] = [];
    const options = { acceptUnvalidatedEntraTokens: true, log: (line: string) => log.push(line) };
    const emulator = await start(options);
    for (const aud of [audience, `${audience}/`]) {
      const response = await call(emulator, "POST", send, { body: message, token: entraToken({ aud }) });
      expect(response.status).toBe(202);
    }
    expect(log).toContainEqual(expect.stringContaining("without validation"));
  });

  test.each([
    ["expired", { exp: 1 }, "expired"],
    ["not valid yet", { nbf: 3_999_999_999 }, "not valid before"],
    ["without an expiration", { exp: undefined }, "exp"],
    ["made for another resource", { aud: "https://graph.microsoft.com" }, "algorithm"],
    ["made for a list of resources", { aud: [audience] }, "algorithm"],
  ])("%s are refused even then", async (_, claims, reason) => {
    const emulator = await start({ acceptUnvalidatedEntraTokens: true });
    const response = await call(emulator, "POST", send, { body: message, token: entraToken(claims) });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain(reason);
  });

  test("open no client connection", async () => {
    const emulator = await start({ acceptUnvalidatedEntraTokens: true });
    const target = "/client/negotiate?hub=chat&negotiateVersion=1";
    expect((await call(emulator, "POST", target, { token: entraToken({}) })).status).toBe(401);
  });

  test.each(["0.0.0.0", "::", "192.0.2.1"])("are refused on the address %s", (host) => {
    const options = { host, accessKeys: [key], acceptUnvalidatedEntraTokens: true };
    expect(() => createEmulator(options)).toThrow("Unvalidated Entra tokens are refused");
  });
});

describe("The public access key", () => {
  test("is refused on an address that others can reach, saying how to allow it", () => {
    expect(() => createEmulator({ host: "0.0.0.0" })).toThrow(
      /public access key is refused.*--allow-public-key/,
    );
  });

  test("is taken there with allowPublicKey, which is logged", async () => {
    const log: string[] = [];
    const emulator = await startEmulator({
      host: "0.0.0.0",
      allowPublicKey: true,
      log: (line) => log.push(line),
    });
    const url = emulator.url.replace("0.0.0.0", "127.0.0.1");
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    expect(log).toEqual([expect.stringContaining("Anyone who can reach 0.0.0.0 can use the emulator")]);
  });

  test.each([
    ["on loopback", { accessKeys: ["ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH"] }],
    ["in addition to the user's own key", { host: "0.0.0.0", accessKeys: [key] }],
  ])("is not warned of %s, where others cannot use it", async (_where, options) => {
    const log: string[] = [];
    await start({ ...options, allowPublicKey: true, log: (line) => log.push(line) });
    expect(log).toEqual([]);
  });
});

describe("createEmulator()", () => {
  test.each([
    [{ port: 70_000 }, "port"],
    [{ host: "" }, "host"],
    [{ accessKeys: [] }, "accessKeys"],
    [{ config: "does-not-exist.json" }, "cannot be read"],
    [{ faultSeed: 0.5 }, "faultSeed"],
  ])("refuses %j", (options, reason) => {
    expect(() => createEmulator(options)).toThrow(reason);
  });

  test("says so when the port is in use", async () => {
    const first = await start();
    const second = createEmulator({ port: Number(new URL(first.url).port) });
    await expect(second.listen()).rejects.toMatchObject({ code: "port-in-use" });
    await first.close();
    expect(await second.listen()).toBe(second);
    await second.close();
  });

  test("listens once, however often it is asked, and not again after close()", async () => {
    await using emulator = createEmulator({ port: 0 });
    const [first, second] = await Promise.all([emulator.listen(), emulator.listen()]);
    expect([first, second]).toEqual([emulator, emulator]);
    await emulator.close();
    await expect(emulator.listen()).rejects.toThrow("is closed");
  });

  test("allows hosts whatever the case of their names", async () => {
    const emulator = await start({ allowedHosts: ["Signalr.Test"] });
    const status = await new Promise((resolve, reject) => {
      httpRequest(`${emulator.url}/api/health`, { headers: { host: "signalr.test:80" } }, (response) => {
        resolve(response.resume().statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(200);
  });

  test("prints a connection string with the real port", async () => {
    const { connectionString, url } = await start();
    expect(connectionString).toBe(`Endpoint=${url};AccessKey=${key};Version=1.0;`);
  });
});
