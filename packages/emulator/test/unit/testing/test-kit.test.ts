import { describe, expect } from "vitest";
import { apiVersion } from "../../../generated/index.js";
import { type Emulator, type Fault, createEmulator } from "../../../src/index.js";
import { jsonProtocol } from "../../../src/protocol/json-protocol.js";
import { test } from "../../../src/vitest.js";
import { RawClient, signToken } from "../../raw-client.ts";

async function send(
  emulator: Emulator,
  path: string,
  target: string,
  args: readonly unknown[] = [],
): Promise<Response> {
  const route = `/api/hubs/chat/${path}`;
  return await fetch(`${emulator.url}${route}?api-version=${apiVersion}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${signToken(`${emulator.url}${route}`)}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ target, arguments: args }),
  });
}

describe("Emulator#requests and #messages", () => {
  test("are there as soon as the answer is, with their JSON read", async ({ emulator }) => {
    await RawClient.connect(emulator, jsonProtocol, { nameid: "ada" });
    await send(emulator, "users/ada/:send", "newMessage", ["hi", { a: 1 }]);
    expect(emulator.requests).toMatchObject([
      {
        operationId: "sendToUser",
        status: 202,
        body: { target: "newMessage", arguments: ["hi", { a: 1 }] },
        answer: {},
      },
    ]);
    expect(emulator.messages).toMatchObject([
      {
        target: "newMessage",
        arguments: ["hi", { a: 1 }],
        to: "user ada",
        receivers: 1,
        receivedBy: [{ userId: "ada" }],
      },
    ]);
  });

  test("have no arguments when these are longer than 64 KB", async ({ emulator }) => {
    await send(emulator, ":send", "big", ["x".repeat(70_000)]);
    expect(emulator.messages).toMatchObject([{ target: "big", arguments: undefined }]);
    expect(emulator.requests).toMatchObject([{ body: undefined }]);
  });
});

describe("Emulator#waitFor() with a message", () => {
  test("resolves to one that was sent already", async ({ emulator }) => {
    await send(emulator, ":send", "first");
    expect(await emulator.waitFor({ target: "first" })).toMatchObject({ target: "first", arguments: [] });
  });

  test("waits for the one that reached the user", async ({ emulator }) => {
    await RawClient.connect(emulator, jsonProtocol, { nameid: "ada" });
    await RawClient.connect(emulator, jsonProtocol, { nameid: "bob" });
    const message = emulator.waitFor({ target: "news", user: "bob", hub: "Chat" });
    await send(emulator, "users/ada/:send", "news", ["for ada"]);
    await send(emulator, "users/bob/:send", "news", ["for bob"]);
    expect((await message).arguments).toEqual(["for bob"]);
  });

  test("waits for a call of a client", async ({ emulator }) => {
    const client = await RawClient.connect(emulator, jsonProtocol, { nameid: "ada" });
    client.say({ type: 1, target: "Add", arguments: [1, 2] });
    expect(await emulator.waitFor({ target: "Add", direction: "fromClient", user: "ada" })).toMatchObject({
      arguments: [1, 2],
      userId: "ada",
    });
  });

  test.for([
    [{ result: [1, "a"] }, { arguments: [[1, "a"]] }],
    [{}, { arguments: [] }],
    [{ error: "not today" }, { arguments: [], error: "not today" }],
  ])("waits for a client's answer %j to invokeConnection", async ([answer, recorded], { emulator }) => {
    const client = await RawClient.connect(emulator, jsonProtocol, { nameid: "ada" });
    client.socket.on("message", () => client.say({ type: 3, invocationId: "r1", ...answer }));
    let id = "";
    await emulator.waitFor((now) => (id = now.connections("chat")[0]?.connectionId ?? "") !== "");
    const [message] = await Promise.all([
      emulator.waitFor({ direction: "fromClient", user: "ada" }),
      send(emulator, `connections/${id}/:invoke`, "ask"),
    ]);
    expect(message).toMatchObject({
      type: "completion",
      invocationId: "r1",
      connectionId: id,
      userId: "ada",
      ...recorded,
    });
    expect(emulator.messages).toMatchObject([{ target: "ask", invocationId: "r1" }, { type: "completion" }]);
  });

  test("looks at later ones only with `after`", async ({ emulator }) => {
    await send(emulator, ":send", "tick", [1]);
    const first = await emulator.waitFor({ target: "tick" });
    const second = emulator.waitFor({ target: "tick", after: first });
    await send(emulator, ":send", "tick", [2]);
    expect((await second).arguments).toEqual([2]);
  });

  test("says what was sent instead when the time is over", async ({ emulator }) => {
    await send(emulator, "users/bob/:send", "news");
    await expect(
      emulator.waitFor({ target: "news", user: "ada" }, { timeoutInMs: 20 }),
    ).rejects.toMatchObject({
      code: "timeout",
      message: "No message with target 'news', user 'ada' within 20 ms; sent were news to user bob (0)",
    });
  });
});

describe("Emulator#waitFor()", () => {
  test.for([Number.POSITIVE_INFINITY, Number.NaN, 2 ** 31, -1, "100"])(
    "refuses the timeoutInMs %s, which no timer can wait",
    async (value, { emulator }) => {
      const options = { timeoutInMs: value as number };
      const error = { code: "invalid-option", message: expect.stringContaining("timeoutInMs must be") };
      await expect(emulator.waitFor(() => false, options)).rejects.toMatchObject(error);
      await expect(emulator.waitFor({ target: "never" }, options)).rejects.toMatchObject(error);
    },
  );
});

describe("Emulator#setFaults() and #reset()", () => {
  const failing = test.extend({ emulatorOptions: { faults: { status: 503 } } });

  failing("plays others, and goes back to those of the options", async ({ emulator }) => {
    expect((await send(emulator, ":send", "x")).status).toBe(503);
    emulator.setFaults({ status: 429, times: 1 });
    expect((await send(emulator, ":send", "x")).status).toBe(429);
    expect((await send(emulator, ":send", "x")).status).toBe(202);
    emulator.reset();
    expect(emulator.requests).toEqual([]);
    expect((await send(emulator, ":send", "x")).status).toBe(503);
  });

  test("plays a latency and a failure on the same request", async ({ emulator }) => {
    emulator.setFaults([{ latencyInMs: { from: 30, to: 40 } }, { status: 500, rate: 1 }]);
    expect((await send(emulator, ":send", "x")).status).toBe(500);
    expect(emulator.requests[0]?.durationMs).toBeGreaterThanOrEqual(29);
  });

  const drawn = test.extend({ emulatorOptions: { faults: { rate: 0.5, status: 500 }, faultSeed: 7 } });

  drawn("hit the same requests again after a reset", async ({ emulator }) => {
    const statuses = async (): Promise<readonly number[]> => {
      const seen: number[] = [];
      // One after the other: the draws come in the order of the requests.
      for (let count = 0; count < 12; count++) seen.push((await send(emulator, ":send", "x")).status);
      return seen;
    };
    const first = await statuses();
    expect(new Set(first)).toEqual(new Set([202, 500]));
    emulator.setFaults([]);
    emulator.reset();
    expect(await statuses()).toEqual(first);
  });

  test.for<readonly [object | null | string, string]>([
    [{ status: 99 }, "status"],
    [{ status: Number.NaN }, "status"],
    [{ status: "503" }, "status"],
    [{ rate: 2 }, "rate"],
    [{ rate: Number.NaN }, "rate"],
    [{ rate: "0.5" }, "rate"],
    [{ latencyInMs: -1 }, "latencyInMs"],
    [{ latencyInMs: Number.NaN }, "latencyInMs"],
    [{ latencyInMs: Number.POSITIVE_INFINITY }, "latencyInMs"],
    [{ latencyInMs: 2 ** 31 }, "latencyInMs"],
    [{ latencyInMs: "100" }, "latencyInMs"],
    [{ latencyInMs: { from: 2, to: 1 } }, "latencyInMs"],
    [{ latencyInMs: { from: 0, to: Number.POSITIVE_INFINITY } }, "latencyInMs"],
    [{ latencyInMs: { from: 0 } }, "latencyInMs"],
    [{ latencyInMs: null }, "latencyInMs"],
    [{ times: -1 }, "times"],
    [{ times: Number.NaN }, "times"],
    [{ times: 1.5 }, "times"],
    [{ times: "1" }, "times"],
    [{ retryAfter: Number.NaN }, "retryAfter"],
    [{ retryAfter: "1\r\nx-forged: 1" }, "retryAfter"],
    [{ reset: "false" }, "reset"],
    [{ operationId: "sendToEveryone" }, "operationId"],
    [{ operationId: ["sendToAll", 1] }, "operationId"],
    [null, "fault"],
    ["503", "fault"],
  ])("refuse %j", ([faults, name], { emulator }) => {
    const given = faults as Fault;
    const message = name === "fault" ? "A fault must be an object" : `The ${name} of a fault`;
    expect(() => emulator.setFaults(given)).toThrow(message);
    expect(() => emulator.setFaults([{ rate: 0 }, given])).toThrow(message);
    expect(() => createEmulator({ faults: [given] })).toThrow(message);
  });

  test("take the longest latency that a timer can wait", ({ emulator }) => {
    expect(() =>
      emulator.setFaults({ latencyInMs: 2 ** 31 - 1, times: 0, retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" }),
    ).not.toThrow();
  });
});
