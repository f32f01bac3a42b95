import { type IncomingMessage, request as httpRequest } from "node:http";
import { describe, expect, test } from "vitest";
import { routes } from "../../../generated/index.js";
import { ManualClock } from "../../../src/index.js";
import { operationHandlers } from "../../../src/rest/operation-handlers.js";
import { call, message, send, start, version } from "../../call-rest.ts";

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
