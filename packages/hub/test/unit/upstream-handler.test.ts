import { decode, encode } from "@msgpack/msgpack";
import { type } from "arktype";
import * as v from "valibot";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type ConnectedEvent, type DisconnectedEvent, SignalRAuthError, type UpstreamEvent } from "@x/auth";
import { createHub } from "../../src/hub.ts";
import {
  type ClientContext,
  HubError,
  type UpstreamHandlerOptions,
  createUpstreamHandler,
  signatureVerifier,
} from "../../src/upstream.ts";
import { connectionString, key, recordingService } from "../recording-service.ts";
import { call, completionOf, packedCall, upstreamHeaders, upstreamRequest } from "../upstream-request.ts";

interface Todo {
  events: { itemAdded(text: string): void };
  methods: {
    join(room: string, seat?: number): { users: string[] };
    explode(): void;
    refuse(): void;
    hang(): void;
    value(): unknown;
  };
}

interface Failure {
  readonly error: unknown;
  readonly event: UpstreamEvent | undefined;
}

function start(options: Partial<UpstreamHandlerOptions<Todo>> = {}) {
  const { calls, fetch } = recordingService();
  const failures: Failure[] = [];
  const contexts: ClientContext<Todo>[] = [];
  let value: unknown;
  const upstream = createUpstreamHandler<Todo>(createHub<Todo>({ connectionString, hub: "Todo", fetch }), {
    verify: signatureVerifier({ connectionString }),
    onError: (error, event) => failures.push({ error, event }),
    methods: {
      join: {
        input: z.tuple([z.string(), z.number().optional()]),
        handle(context, room) {
          contexts.push(context);
          return { users: [context.userId ?? "", room] };
        },
      },
      explode() {
        throw new Error("secret of the server");
      },
      refuse() {
        throw new HubError("not today");
      },
      hang: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      value: () => value,
    },
    ...options,
  });
  return { upstream, calls, failures, contexts, returns: (result: unknown) => (value = result) };
}

afterEach(() => vi.restoreAllMocks());

describe("createUpstreamHandler()", () => {
  test("answers a call with a completion of the hub protocol", async () => {
    const { upstream, contexts } = start();
    const response = await upstream(call("join", ["kitchen"], "7"));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await completionOf(response)).toEqual({
      type: 3,
      invocationId: "7",
      result: { users: ["ada", "kitchen"] },
    });
    expect(contexts).toMatchObject([
      { hub: "todo", connectionId: "c1", userId: "ada", claims: [{ type: "role", value: "cook" }] },
    ]);
    expect(contexts[0]?.query.get("room")).toBe("kitchen");
  });

  test("gives handlers the connection of the caller", async () => {
    const { upstream, calls, contexts } = start();
    await upstream(call("join", ["kitchen"], "7"));
    await contexts[0]?.connection.send("itemAdded", "milk");
    expect(calls[0]?.path).toBe("/api/hubs/todo/connections/c1/:send".replace("todo", "Todo"));
  });

  test("answers in MessagePack what came in MessagePack, also when it is long", async () => {
    const { upstream, returns } = start({ messagePack: { encode, decode } });
    for (const result of [null, 0, { a: [1] }, "x".repeat(20_000), new Uint8Array([1, 2])]) {
      returns(result);
      const response = await upstream(packedCall("value", [], "7"));
      expect(response.headers.get("content-type")).toBe("application/x-msgpack");
      const bytes = new Uint8Array(await response.arrayBuffer());
      const prefix = bytes.findIndex((byte) => byte < 128) + 1;
      const length = bytes.subarray(0, prefix).reduce((sum, byte, at) => sum + (byte & 127) * 128 ** at, 0);
      expect(length).toBe(bytes.length - prefix);
      expect(decode(bytes.subarray(prefix))).toEqual([3, {}, "7", 3, result]);
    }
    const failed = new Uint8Array(await (await upstream(packedCall("refuse", [], "8"))).arrayBuffer());
    expect(decode(failed.subarray(1))).toEqual([3, {}, "8", 1, "not today"]);
  });

  test("responds with 204 when there is no result, and when the client does not wait", async () => {
    const { upstream, failures } = start();
    expect((await upstream(call("value", [], "7"))).status).toBe(204);
    expect((await upstream(call("join", ["kitchen"]))).status).toBe(204);
    expect((await upstream(call("refuse"))).status).toBe(204);
    expect(failures).toMatchObject([{ error: { message: "not today" }, event: { target: "refuse" } }]);
  });

  test.each([null, false, 0, ""])("answers with the result %j", async (result) => {
    const { upstream, returns } = start();
    returns(result);
    expect(await completionOf(await upstream(call("value", [], "7")))).toMatchObject({ result });
  });

  test("tells of clients that come and go", async () => {
    const events: (ConnectedEvent | DisconnectedEvent)[] = [];
    const { upstream } = start({
      onConnected: (event) => events.push(event),
      onDisconnected: (event) => events.push(event),
    });
    const statuses = [
      await upstream(upstreamRequest('{"type":10}')),
      await upstream(upstreamRequest('{"Type":11,"Error":"network"}')),
    ].map(({ status }) => status);
    expect(statuses).toEqual([204, 204]);
    expect(events).toMatchObject([
      { type: "connected", connectionId: "c1", userId: "ada" },
      { type: "disconnected", connectionId: "c1", error: "network" },
    ]);
  });

  test("has the name of its hub as the service writes it", () => {
    const hub = createHub<Record<never, never>>({ connectionString, hub: "Todo", application: "Shop" });
    expect(createUpstreamHandler(hub, { verify: () => true }).hub).toBe("shop_todo");
  });
});

describe("A client learns nothing of the server from", () => {
  const sentence = (target: string) => `An unexpected error occurred invoking '${target}' on the server.`;

  test("a handler that throws, unless it throws a HubError", async () => {
    const { upstream, failures } = start();
    expect(await completionOf(await upstream(call("explode", [], "7")))).toEqual({
      type: 3,
      invocationId: "7",
      error: sentence("explode"),
    });
    expect(await completionOf(await upstream(call("refuse", [], "8")))).toMatchObject({ error: "not today" });
    expect(failures.map(({ error }) => String(error))).toEqual([
      "Error: secret of the server",
      "HubError: not today",
    ]);
  });

  test.each([
    ["a BigInt", 1n],
    [
      "a cycle",
      (() => {
        const cycle: { self?: unknown } = {};
        cycle.self = cycle;
        return cycle;
      })(),
    ],
  ])("a result that cannot be written: %s", async (_, result) => {
    const { upstream, returns, failures } = start();
    returns(result);
    expect(await completionOf(await upstream(call("value", [], "7")))).toMatchObject({
      error: sentence("value"),
    });
    expect(failures).toMatchObject([{ error: { name: "TypeError" }, event: { target: "value" } }]);
  });

  test("a handler that never answers: it is told to stop, and the call fails", async () => {
    const { upstream, failures } = start({ timeoutInMs: 20 });
    expect(await completionOf(await upstream(call("hang", [], "7")))).toMatchObject({
      error: "'hang' did not respond in time.",
    });
    expect(failures).toMatchObject([{ error: { name: "TimeoutError" } }]);
  });

  test.each([
    ["none", []],
    ["one of another type", [7]],
    ["too many", ["kitchen", 1, 2]],
  ])("arguments that the schema refuses: %s", async (_, args) => {
    const { upstream, failures, contexts } = start();
    expect(await completionOf(await upstream(call("join", args, "7")))).toMatchObject({
      error: "The arguments of 'join' are invalid.",
    });
    expect(contexts).toEqual([]);
    expect(failures).toMatchObject([{ error: { name: "InvalidArgumentsError", issues: [{}] } }]);
  });

  test.each(["unknown", "constructor", "toString", "__proto__", "then", "hasOwnProperty", ""])(
    "a target that has no handler: '%s'",
    async (target) => {
      const { upstream } = start();
      expect(await completionOf(await upstream(call(target, [], "7")))).toMatchObject({
        error: `Method '${target}' does not exist.`,
      });
    },
  );
});

describe("Without onError", () => {
  test("errors of handlers are written to the console, and what clients do wrong is not", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue(undefined);
    const { upstream } = start({ onError: undefined as never });
    await upstream(call("refuse", [], "7"));
    await upstream(call("join", [], "7"));
    await upstream(upstreamRequest("not JSON"));
    expect(log).not.toHaveBeenCalled();
    await upstream(call("explode", [], "7"));
    expect(log.mock.calls).toMatchObject([[{ message: "secret of the server" }]]);
  });

  test("a REST call of a handler that is refused with 401 is written to the console", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue(undefined);
    const unauthorized = new SignalRAuthError("unauthorized", "The signature does not match", {
      status: 401,
    });
    const { upstream } = start({
      onError: undefined as never,
      onConnected: () => Promise.reject(unauthorized),
    });
    expect((await upstream(upstreamRequest('{"type":10}'))).status).toBe(500);
    expect(log).toHaveBeenCalledExactlyOnceWith(unauthorized);
  });
});

describe("A schema of", () => {
  interface Sum {
    methods: { add(left: number, right: number): number };
  }
  const schemas = {
    zod: z.tuple([z.number(), z.number()]),
    valibot: v.strictTuple([v.number(), v.number()]),
    arktype: type(["number", "number"]),
  };

  test.each(Object.entries(schemas))("%s checks arguments", async (_, input) => {
    const upstream = createUpstreamHandler(createHub<Sum>({ connectionString, hub: "todo" }), {
      verify: () => true,
      methods: { add: { input, handle: (_context, left, right) => left + right } },
    });
    const outcomes = [[1, 2], [1, "2"], [1], [1, 2, 3]].map(async (args) =>
      completionOf(await upstream(call("add", args, "7"))),
    );
    const refused = { type: 3, invocationId: "7", error: "The arguments of 'add' are invalid." };
    expect(await Promise.all(outcomes)).toEqual([
      { type: 3, invocationId: "7", result: 3 },
      refused,
      refused,
      refused,
    ]);
  });

  test("a library that answers later is waited for", async () => {
    const upstream = createUpstreamHandler(createHub<Sum>({ connectionString, hub: "todo" }), {
      verify: () => true,
      methods: {
        add: {
          input: z.tuple([z.number(), z.number()]).refine(async ([left]) => left > 0),
          handle: (_context, left, right) => left + right,
        },
      },
    });
    expect(await completionOf(await upstream(call("add", [1, 2], "7")))).toMatchObject({ result: 3 });
    expect(await completionOf(await upstream(call("add", [0, 2], "7")))).toHaveProperty("error");
  });
});

describe("A request is refused", () => {
  const connected = (headers: Record<string, string>) => upstreamRequest('{"type":10}', headers);
  test.each([
    ["that is not a POST: 405", new Request("https://app.example/upstream"), 405],
    ["without a signature: 401", connected({ "x-asrs-signature": "" }), 401],
    ["with a forged signature: 401", connected({ "x-asrs-signature": `sha256=${"0".repeat(64)}` }), 401],
    ["whose signature is for another connection: 401", connected({ "x-asrs-connection-id": "c2" }), 401],
    ["of another hub: 404", connected({ "x-asrs-hub": "chat" }), 404],
    ["in MessagePack, without a decoder: 415", packedCall("join", [], "7"), 415],
    ["that is not JSON: 400", upstreamRequest("{"), 400],
    ["of an unknown type: 400", upstreamRequest('{"type":6}'), 400],
    [
      "without a body: 400",
      new Request("https://a.example", { method: "POST", headers: upstreamHeaders() }),
      400,
    ],
    ["longer than the limit: 413", call("join", ["x".repeat(1_000)], "7"), 413],
  ])("%s", async (_, request, status) => {
    const { upstream, contexts } = start({ maxBodyBytes: 1_000 });
    const response = await upstream(request);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
    expect(contexts).toEqual([]);
  });

  test("before its body is read, when it is not genuine", async () => {
    const body = new ReadableStream(
      { pull: () => Promise.reject(new Error("was read")) },
      { highWaterMark: 0 },
    );
    const init = { method: "POST", body, duplex: "half", headers: { "x-asrs-connection-id": "c1" } };
    const { upstream, failures } = start();
    expect((await upstream(new Request("https://app.example/", init as RequestInit))).status).toBe(401);
    expect(failures).toEqual([]);
  });

  test("with 500 when it cannot be checked, and when a handler of connections fails", async () => {
    const failing = start({
      verify: () => Promise.reject(new Error("no keys")),
    });
    expect((await failing.upstream(connected({}))).status).toBe(500);
    const throwing = start({
      onConnected() {
        throw new HubError("no room");
      },
    });
    expect((await throwing.upstream(connected({}))).status).toBe(500);
    expect([...failing.failures, ...throwing.failures].map(({ error }) => String(error))).toEqual([
      "Error: no keys",
      "HubError: no room",
    ]);
  });
});

describe("signatureVerifier()", () => {
  test("takes either key, and refuses to work without one", async () => {
    const verify = signatureVerifier({ accessKeys: ["FakeKeyForTestsOnly1111111111111111111111111=", key] });
    expect(await verify(call("join"))).toBe(true);
    expect(() => signatureVerifier({ accessKeys: [] })).toThrow(TypeError);
    const entra = "Endpoint=https://contoso.service.signalr.net;AuthType=azure;";
    expect(() => signatureVerifier({ connectionString: entra })).toThrow("entraTokenVerifier");
  });
});
