import { describe, expect, test } from "vitest";
import { apiVersion } from "../../../generated/index.js";
import { type EmulatorOptions, createEmulator } from "../../../src/index.js";
import { RawClient } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";
import { ask, events, tokenOf, until } from "./page-client.ts";

const version = `api-version=${apiVersion}`;
const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";

describe("The page", () => {
  test("is served without a token, and holds none", async () => {
    const emulator = await startEmulator();
    const page = await ask(emulator, "/");
    expect(page.status).toBe(200);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.text).not.toContain(tokenOf(emulator));
    for (const path of ["/inspector/page.js", "/inspector/page.css", "/inspector/icon.svg"]) {
      const file = await ask(emulator, path);
      expect([path, file.status, file.text.length > 0]).toEqual([path, 200, true]);
    }
  });

  test("runs only its own script, is shown in no frame, and leaks its URL nowhere", async () => {
    const emulator = await startEmulator();
    const { headers } = await ask(emulator, "/");
    const policy = String(headers["content-security-policy"]);
    expect(policy.split("; ")).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ]),
    );
    expect(policy).not.toContain("unsafe");
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
  });

  test("does not record its own requests", async () => {
    const emulator = await startEmulator();
    await ask(emulator, "/");
    await ask(emulator, "/inspector/stream");
    expect(emulator.activity.recent()).toEqual([]);
  });

  test.each([
    ["inspector: false", { inspector: false }],
    ["an address that others reach", { host: "0.0.0.0", accessKeys: [key] }],
  ] satisfies [string, EmulatorOptions][])("is not there with %s", async (_, options) => {
    const emulator = await startEmulator(options);
    expect(emulator.inspectorUrl).toBeUndefined();
    for (const path of ["/", "/inspector/page.js", "/inspector/stream"])
      expect((await fetch(`${emulator.url}${path}`)).status).toBe(404);
  });

  test("is there on an address that others reach when it is asked for", async () => {
    const emulator = await startEmulator({ host: "0.0.0.0", accessKeys: [key], inspector: true });
    expect(emulator.inspectorUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
    expect((await fetch(emulator.url)).status).toBe(200);
  });

  test("has another token each time, unless one is given", async () => {
    const token = "FakeTokenForTestsOnlyFakeTokenForTestsOnly";
    const first = await startEmulator();
    const other = await startEmulator();
    const given = await startEmulator({ inspector: { token } });
    expect(tokenOf(first)).not.toBe(tokenOf(other));
    expect(tokenOf(given)).toBe(token);
    expect(() => createEmulator({ inspector: { token: "short" } })).toThrow("32 to 128 letters");
  });
});

describe("Stream and REST API of the inspector", () => {
  const all = ["/inspector/stream", `/inspector/api/hubs/chat/users/ada?${version}`];

  test.each(all)("%s wants the token in its header", async (path) => {
    const emulator = await startEmulator();
    const token = tokenOf(emulator);
    const statuses = async (headers: Readonly<Record<string, string>>, query = ""): Promise<number> =>
      (await ask(emulator, path + query, headers)).status;
    expect(await statuses({})).toBe(401);
    expect(await statuses({ "x-inspector-token": "" })).toBe(401);
    expect(await statuses({ "x-inspector-token": `${token}x` })).toBe(401);
    expect(await statuses({ authorization: `Bearer ${token}` })).toBe(401);
    expect(await statuses({ cookie: `token=${token}; x-inspector-token=${token}` })).toBe(401);
    expect(await statuses({}, `${path.includes("?") ? "&" : "?"}token=${token}`)).toBe(401);
    expect([200, 404]).toContain(await statuses({ "x-inspector-token": token }));
  });

  test.each(all)("%s refuses a page of another origin even with the token", async (path) => {
    const emulator = await startEmulator();
    const token = { "x-inspector-token": tokenOf(emulator) };
    const { port, host } = new URL(emulator.url);
    for (const origin of [
      "http://evil.example",
      `http://evil.example:${port}`,
      `http://localhost:${port}`,
      "null",
    ])
      expect([origin, (await ask(emulator, path, { ...token, origin })).status]).toEqual([origin, 403]);
    for (const site of ["cross-site", "same-site", "none"])
      expect([site, (await ask(emulator, path, { ...token, "sec-fetch-site": site })).status]).toEqual([
        site,
        403,
      ]);
    const own = { ...token, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
    expect([200, 404]).toContain((await ask(emulator, path, own)).status);
  });

  test.each([...all, "/", "/inspector/page.js"])(
    "%s is not served to a name that was rebound",
    async (path) => {
      const emulator = await startEmulator();
      const answer = await ask(emulator, path, {
        host: `evil.example:${new URL(emulator.url).port}`,
        "x-inspector-token": tokenOf(emulator),
      });
      expect(answer.status).toBe(421);
    },
  );

  test("grant nothing to a preflight, and nothing of the origin is echoed", async () => {
    const emulator = await startEmulator();
    const headers = {
      origin: "http://evil.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "x-inspector-token",
    };
    for (const path of all) {
      const answer = await ask(emulator, path, headers, { method: "OPTIONS" });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });

  test("run an operation as any caller does, told with its operation and without a token", async () => {
    const emulator = await startEmulator();
    const client = await RawClient.connect(emulator);
    const answer = await ask(
      emulator,
      `/inspector/api/hubs/chat/:send?${version}`,
      { "x-inspector-token": tokenOf(emulator), "content-type": "application/json" },
      { method: "POST", body: JSON.stringify({ target: "hi", arguments: [1] }) },
    );
    expect(answer.status).toBe(202);
    await expect.poll(() => client.received).toEqual([{ type: 1, target: "hi", arguments: [1] }]);
    const request = emulator.activity.recent().find(({ kind }) => kind === "request");
    expect(request).toMatchObject({
      method: "POST",
      path: `/api/hubs/chat/:send?${version}`,
      operationId: "sendToAll",
      status: 202,
    });
    expect(JSON.stringify(emulator.activity.recent())).not.toContain(tokenOf(emulator));
  });

  test("answer as the REST API does what it refuses", async () => {
    const emulator = await startEmulator();
    const answer = await ask(emulator, "/inspector/api/hubs/chat/users/ada", {
      "x-inspector-token": tokenOf(emulator),
    });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("api-version")]);
  });

  test("the token of the page opens nothing outside of it", async () => {
    const emulator = await startEmulator();
    const answer = await ask(emulator, `/api/hubs/chat/users/ada?${version}`, {
      "x-inspector-token": tokenOf(emulator),
    });
    expect(answer.status).toBe(401);
  });
});

describe("The stream", () => {
  test("starts with the operations, then tells connections and what happened before", async () => {
    const emulator = await startEmulator();
    await RawClient.connect(emulator);
    const stream = events(emulator);
    const started = await until(stream, "start");
    expect(started.url).toBe(emulator.url);
    expect(started.operations["sendToGroup"]).toEqual({
      apiVersion,
      method: "POST",
      path: "/api/hubs/{hub}/groups/{group}/:send",
      parameters: { hub: "path", group: "path", application: "query", excluded: "query" },
    });
    const { connections } = await until(stream, "state");
    expect(connections).toEqual([
      {
        id: expect.any(String),
        hub: "chat",
        transport: "WebSockets",
        protocol: "json",
        groups: [],
        since: expect.any(Number),
      },
    ]);
    const { activities } = await until(stream, "activities");
    expect(activities.map(({ kind }) => kind)).toEqual(["connected"]);
    await stream.return(undefined);
  });

  test("tells only what changed: a group joined, a membership remembered, a connection gone", async () => {
    const emulator = await startEmulator();
    const [first, second] = [await RawClient.connect(emulator), await RawClient.connect(emulator)];
    const stream = events(emulator);
    const { connections } = await until(stream, "state");
    expect(connections).toHaveLength(2);
    const id = connections[0]?.id ?? "";
    const put = (path: string): Promise<unknown> =>
      ask(
        emulator,
        `/inspector/api/hubs/chat/${path}?${version}`,
        { "x-inspector-token": tokenOf(emulator) },
        { method: "PUT" },
      );
    await put(`groups/g1/connections/${id}`);
    const joined = await until(stream, "state");
    expect(joined.connections.map(({ id: joinedId, groups }) => [joinedId, groups])).toEqual([[id, ["g1"]]]);
    expect(joined.memberships).toBeUndefined();
    await put("users/ada/groups/g2");
    const remembered = await until(stream, "state");
    expect(remembered).toMatchObject({
      connections: [],
      gone: [],
      memberships: [{ user: "ada", group: "g2" }],
    });
    first.socket.close();
    second.socket.close();
    const gone: string[] = [];
    while (gone.length < 2) gone.push(...(await until(stream, "state")).gone);
    expect(gone.toSorted()).toEqual(connections.map((connection) => connection.id).toSorted());
    await stream.return(undefined);
  });

  test("says of a request which call of the typed client it was, also for paths of old", async () => {
    const emulator = await startEmulator({ accessKeys: [key] });
    for (const path of [
      `/api/hubs/Chat/groups/a%2Fb/:send?${version}&excluded=c1&excluded=c2`,
      "/api/v1/hubs/chat/groups/g1",
      `/api/hubs/chat/:nothing?${version}`,
    ])
      await fetch(`${emulator.url}${path}`, { method: "POST" });
    const { activities } = await until(events(emulator), "activities");
    expect(activities.map((activity) => activity.call)).toEqual([
      { hub: "Chat", group: "a/b", excluded: ["c1", "c2"] },
      { hub: "chat", group: "g1" },
      undefined,
    ]);
  });

  test("goes on where a page left off, and starts over after a restart", async () => {
    const emulator = await startEmulator();
    const all = async (query: string): Promise<readonly number[]> => {
      const stream = events(emulator, query);
      const { activities } = await until(stream, "activities");
      await stream.return(undefined);
      return activities.map(({ id }) => id);
    };
    for (let count = 0; count < 3; count++) await fetch(`${emulator.url}/api/health`);
    const { instance } = await until(events(emulator), "start");
    expect(await all(`instance=${instance}&after=2`)).toEqual([3]);
    expect(await all("instance=another&after=2")).toEqual([1, 2, 3]);
    expect(await all(`instance=${instance}&after=nonsense`)).toEqual([1, 2, 3]);
  });

  test("ends with the emulator, which does not wait for it", async () => {
    const emulator = await startEmulator();
    const stream = events(emulator);
    await until(stream, "start");
    const ended = (async () => {
      for await (const event of stream) void event;
      return "ended";
    })();
    await emulator.close();
    expect(await ended).toBe("ended");
  });

  test("is refused to the thirty-third page", async () => {
    const emulator = await startEmulator();
    const streams = Array.from({ length: 32 }, () => events(emulator));
    await Promise.all(streams.map((stream) => until(stream, "start")));
    const answer = await ask(emulator, "/inspector/stream", { "x-inspector-token": tokenOf(emulator) });
    expect([answer.status, answer.text]).toEqual([429, expect.stringContaining("32 pages")]);
  });
});
