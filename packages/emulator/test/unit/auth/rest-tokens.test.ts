import { describe, expect, test } from "vitest";
import { type Emulator, createEmulator } from "../../../src/index.js";
import { call, key, message, send, sign, start, version } from "../../call-rest.ts";
import { signJwt } from "../../sign-jwt.ts";
import { startEmulator } from "../../start-emulator.ts";

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
