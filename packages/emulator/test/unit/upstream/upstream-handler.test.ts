import { createHmac } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { describe, expect, test } from "vitest";
import {
  type Emulator,
  type EmulatorOptions,
  createEmulator,
  wellKnownAccessKey,
} from "../../../src/index.js";
import { jsonProtocol } from "../../../src/protocol/json-protocol.js";
import { answerCalls } from "../../answer-calls.ts";
import { RawClient } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

async function outcomeOf(emulator: Emulator): Promise<unknown> {
  const client = await RawClient.connect(emulator, jsonProtocol, { nameid: "ada", role: "cook" });
  client.say({ type: 1, target: "Add", invocationId: "1", arguments: [1, "ä"] });
  await emulator.waitFor(() => client.received.length > 0);
  client.socket.close();
  return client.received[0];
}

async function play(options: EmulatorOptions): Promise<unknown> {
  const emulator = await startEmulator({ ...options });
  return await outcomeOf(emulator);
}

const noContent = () => new Response(null, { status: 204 });

describe("The option upstream", () => {
  test("is called with the request that the service would post, signed", async () => {
    const requests: Request[] = [];
    const outcome = await play({
      upstream(request) {
        requests.push(request.clone());
        return answerCalls(({ arguments: [argument] }) => argument)(request);
      },
    });
    expect(outcome).toEqual({ type: 3, invocationId: "1", result: 1 });
    const call = requests.find(({ headers }) => headers.get("x-asrs-category") === "messages");
    expect(call?.method).toBe("POST");
    expect(call?.url).toBe("http://localhost/upstream");
    const { "x-asrs-connection-id": id = "", ...headers } = Object.fromEntries(call?.headers ?? []);
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-asrs-hub": "chat",
      "x-asrs-event": "Add",
      "x-asrs-user-id": "ada",
      "x-asrs-user-claims": expect.stringContaining("role: cook"),
      "x-asrs-signature": `sha256=${createHmac("sha256", wellKnownAccessKey).update(id).digest("hex").toUpperCase()}`,
    });
    expect(await call?.json()).toEqual({ type: 1, invocationId: "1", target: "Add", arguments: [1, "ä"] });
    expect(requests.map((request) => request.headers.get("x-asrs-event"))).toContain("connected");
  });

  test("takes the place of the webhooks in config, whose patterns and paths count", async () => {
    const urls: string[] = [];
    const template = { UrlTemplate: "http://app.example/{hub}/{event}", CategoryPattern: "messages" };
    await play({
      config: { UpstreamSettings: { Templates: [template] } },
      upstream({ url }) {
        urls.push(url);
        return noContent();
      },
    });
    expect(urls).toEqual(["http://app.example/chat/Add"]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("boom");
      },
      "Invocation failed, status code 500",
    ],
    ["rejects", () => Promise.reject(new Error("boom")), "Invocation failed, status code 500"],
    ["returns no Response", () => "result" as never, "Invocation failed, status code 500"],
    ["returns nothing", () => undefined as never, "Invocation failed, status code 500"],
    ["responds with 404", () => new Response("", { status: 404 }), "Invocation failed, status code 404"],
    [
      "responds with something other than a completion",
      () => Response.json({ result: 1 }),
      "Invocation failed, the upstream's response is not a completion",
    ],
  ])("fails the call when it %s", async (_, upstream, error) => {
    const lines: string[] = [];
    expect(await play({ upstream, log: (line) => lines.push(line) })).toEqual({
      type: 3,
      invocationId: "1",
      error,
    });
    expect(lines.join("\n")).toContain("'Add'");
  });

  test("completes the call without a result when it responds with 204", async () => {
    expect(await play({ upstream: noContent })).toEqual({ type: 3, invocationId: "1" });
  });
});

describe("The option hubs", () => {
  const hub = (name: string, result: string) => () =>
    Object.assign(
      answerCalls(() => result),
      { hub: name },
    );

  test("calls each function once, with the connection string, when the emulator listens", async () => {
    const given: string[] = [];
    const create = (connectionString: string) => {
      given.push(connectionString);
      return Object.assign(() => noContent(), { hub: "chat" });
    };
    const emulator = createEmulator({ port: 0, hubs: [create] });
    expect(given).toEqual([]);
    await using listening = await emulator.listen();
    await outcomeOf(listening);
    expect(given).toEqual([listening.connectionString]);
  });

  test("finds the handler by the hub, in any case, and leaves other hubs to `upstream`", async () => {
    const upstream = answerCalls(() => "upstream");
    const hubs = [hub("other", "wrong"), hub("Chat", "right")];
    expect(await play({ hubs, upstream })).toMatchObject({ result: "right" });
    expect(await play({ hubs: [hub("other", "wrong")], upstream })).toMatchObject({ result: "upstream" });
    expect(await play({ hubs: [hub("other", "wrong")] })).toMatchObject({
      error: expect.stringContaining("No upstream is configured"),
    });
  });

  test("fails listen() when a function returns no handler of a hub", async () => {
    for (const create of [() => noContent, () => undefined, () => ({ hub: "chat" })]) {
      const emulator = createEmulator({ port: 0, hubs: [create as never] });
      await expect(emulator.listen()).rejects.toMatchObject({ code: "invalid-option" });
      await emulator.close();
    }
  });

  test("fails listen() when a function throws", async () => {
    const broken = () => {
      throw new Error("no database");
    };
    const emulator = createEmulator({ port: 0, hubs: [broken] });
    await expect(emulator.listen()).rejects.toThrow("no database");
    await emulator.close();
  });
});

describe("The option shuffleUpstream", () => {
  const numbers = Array.from({ length: 20 }, (_, number) => number);

  async function orderOf(options: EmulatorOptions): Promise<unknown[]> {
    const order: unknown[] = [];
    const upstream = answerCalls(({ arguments: [number] }) => order.push(number));
    const emulator = await startEmulator({ upstream, ...options });
    const client = await RawClient.connect(emulator);
    for (const number of numbers)
      client.say({ type: 1, target: "t", invocationId: "1", arguments: [number] });
    await emulator.waitFor(() => client.received.length === numbers.length);
    client.socket.close();
    return order;
  }

  test("posts events in another order, and loses none", async () => {
    expect(await orderOf({})).toEqual(numbers);
    const shuffled = await orderOf({ shuffleUpstream: true, faultSeed: 1 });
    expect(shuffled).not.toEqual(numbers);
    expect(new Set(shuffled)).toEqual(new Set(numbers));
  });
});

describe("Emulator#settled()", () => {
  test("waits for events that the upstream has not answered", async () => {
    let answer: () => void = () => {};
    const answered: string[] = [];
    const calls = new EventEmitter();
    const upstream = (request: Request): Promise<Response> =>
      new Promise((resolve) => {
        answer = () => {
          answered.push(request.headers.get("x-asrs-event") ?? "");
          resolve(noContent());
        };
        calls.emit("asked");
      });
    const emulator = await startEmulator({ upstream });
    await emulator.settled();
    const asked = once(calls, "asked");
    const client = await RawClient.connect(emulator);
    let isSettled = false;
    const settled = emulator.settled().then(() => (isSettled = true));
    await asked;
    expect(isSettled).toBe(false);
    answer();
    await settled;
    expect(answered).toEqual(["connected"]);
    client.socket.close();
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
    answer();
  });
});
