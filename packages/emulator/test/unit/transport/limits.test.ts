import { once } from "node:events";
import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { apiVersion } from "../../../generated/index.js";
import { type Emulator, ManualClock } from "../../../src/index.js";
import { jsonProtocol } from "../../../src/protocol/json-protocol.js";
import { messagePackProtocol, frame } from "../../../src/protocol/messagepack-protocol.js";
import { answerCalls } from "../../answer-calls.ts";
import { oddObjects } from "../../hostile-values.ts";
import { RawClient, signToken } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

async function connected(emulator: Emulator, count: number): Promise<void> {
  await emulator.waitFor((snapshot) => snapshot.connections("chat").length === count);
}

async function broadcast(emulator: Emulator, text: string): Promise<number> {
  const url = `${emulator.url}/api/hubs/chat/:send`;
  const response = await fetch(`${url}?api-version=${apiVersion}`, {
    method: "POST",
    headers: { authorization: `Bearer ${signToken(url)}`, "content-type": "application/json" },
    body: JSON.stringify({ target: "say", arguments: [text] }),
  });
  return response.status;
}

async function negotiate(emulator: Emulator): Promise<number> {
  const url = `${emulator.url}/client/negotiate?hub=chat&negotiateVersion=1`;
  const token = signToken(`${emulator.url}/client/?hub=chat`);
  const response = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
}

describe("A client that reads too slowly", () => {
  test("is closed with a reason that it learns if it catches up, and others are served on", async () => {
    const log: string[] = [];
    const emulator = await startEmulator({
      limits: { maxQueuedBytes: 4 * 1024 * 1024 },
      log: (line) => log.push(line),
    });
    const slow = await RawClient.connect(emulator);
    const quick = await RawClient.connect(emulator);
    await connected(emulator, 2);
    slow.socket.pause();
    let sent = 0;
    while (log.length === 0 && sent < 100) {
      expect(await broadcast(emulator, "x".repeat(500_000))).toBe(202);
      sent++;
    }
    expect(log).toEqual([expect.stringContaining("reads too slowly")]);
    await connected(emulator, 1);
    await emulator.waitFor(() => quick.received.length === sent);
    slow.socket.resume();
    await slow.closed;
    expect(slow.received.at(-1)).toMatchObject({ type: 7, error: "The connection reads too slowly" });
  });
});

describe("Time", () => {
  test("ends a connection that never shakes hands after 15 s", async () => {
    const clock = new ManualClock();
    const client = await RawClient.open(await startEmulator({ clock }));
    const answer = once(client.socket, "message");
    clock.advance(15_000);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    clock.advance(1_000);
    const [data]: unknown[] = await answer;
    expect(String(data)).toBe('{"error":"Handshake was canceled."}\u001e');
    await client.closed;
  });

  test("of the handshake counts from opening the transport, not from negotiate", async () => {
    const clock = new ManualClock();
    const emulator = await startEmulator({ clock });
    const url = `${emulator.url}/client/?hub=chat`;
    const headers = { authorization: `Bearer ${signToken(url)}` };
    const negotiated = await fetch(`${emulator.url}/client/negotiate?hub=chat&negotiateVersion=1`, {
      method: "POST",
      headers,
    });
    const id = String(Reflect.get(Object(await negotiated.json()), "connectionToken"));
    clock.advance(14_000);
    const socket = new WebSocket(`${url.replace("http", "ws")}&id=${id}`, { headers });
    await once(socket, "open");
    clock.advance(14_000);
    const answer = once(socket, "message");
    socket.send('{"protocol":"json","version":1}\u001e');
    expect(String((await answer)[0])).toBe("{}\u001e");
    socket.terminate();
  });

  test("brings a ping after 15 s without another message, and ends a client that was silent for 30 s", async () => {
    const clock = new ManualClock();
    const emulator = await startEmulator({ clock });
    const client = await RawClient.connect(emulator);
    await connected(emulator, 1);
    clock.advance(14_000);
    expect(await broadcast(emulator, "resets the timer")).toBe(202);
    await emulator.waitFor(() => client.received.length === 1);
    clock.advance(14_000);
    await broadcast(emulator, "no ping was due");
    await emulator.waitFor(() => client.received.length === 2);
    clock.advance(3_000);
    await client.closed;
    expect(client.received.map(({ type }) => type)).toEqual([1, 1, 7]);
    expect(client.received.at(-1)).toMatchObject({ error: "The client was silent for too long" });
  });

  test("brings pings to a client that pings, and does not end it", async () => {
    const clock = new ManualClock();
    const emulator = await startEmulator({ clock });
    const client = await RawClient.connect(emulator);
    await connected(emulator, 1);
    for (let round = 1; round <= 4; round++) {
      clock.advance(15_000);
      await emulator.waitFor(() => client.received.length === round);
      client.say({ type: 6 });
      client.say({ type: 1, target: "seen", invocationId: "0", arguments: [] });
      // The response shows that the ping was read.
      await emulator.waitFor(() => client.received.at(-1)?.type === 3);
      client.received.pop();
    }
    expect(client.received.map(({ type }) => type)).toEqual([6, 6, 6, 6]);
  });

  test("ends clients that negotiated and never connected, so that a flood of them is bounded", async () => {
    const clock = new ManualClock();
    const emulator = await startEmulator({ clock, limits: { maxWaitingClients: 100 } });
    const flood = await Promise.all(Array.from({ length: 120 }, () => negotiate(emulator)));
    expect(flood.filter((status) => status === 200)).toHaveLength(100);
    expect(flood.filter((status) => status === 429)).toHaveLength(20);
    clock.advance(16_000);
    expect(await negotiate(emulator)).toBe(200);
  });
});

test("A token with asrs.s.coae ends its connection at asrs.s.aeo, and lets the client reconnect", async () => {
  const clock = new ManualClock();
  const emulator = await startEmulator({ clock });
  const claims = { "asrs.s.coae": "true", "asrs.s.aeo": clock.now() / 1000 + 20 };
  const [expiring, lasting] = await Promise.all([
    RawClient.connect(emulator, undefined, claims),
    RawClient.connect(emulator, undefined, { "asrs.s.aeo": clock.now() / 1000 + 20 }),
  ]);
  await connected(emulator, 2);
  clock.advance(20_000);
  expect(expiring.received.filter(({ type }) => type === 7)).toEqual([]);
  clock.advance(1_000);
  await expiring.closed;
  expect(expiring.received.at(-1)).toMatchObject({ type: 7, error: expect.stringContaining("expired") });
  await connected(emulator, 1);
  expect(lasting.received.filter(({ type }) => type === 7)).toEqual([]);
});

test.each(oddObjects.map((odd) => [odd] as const))(
  "A token whose asrs.s.coae and asrs.s.aeo are %j ends neither its connection nor the heartbeat",
  async (odd) => {
    const clock = new ManualClock();
    const emulator = await startEmulator({ clock });
    await RawClient.connect(emulator, undefined, { "asrs.s.coae": odd, "asrs.s.aeo": 1 });
    await RawClient.connect(emulator, undefined, { "asrs.s.coae": "true", "asrs.s.aeo": odd });
    await connected(emulator, 2);
    clock.advance(2_000);
    await connected(emulator, 2);
  },
);

test("Calls beyond what may wait for the upstream fail at once, and those that wait are answered", async () => {
  const answers: (() => void)[] = [];
  const emulator = await startEmulator({
    limits: { maxWaitingCalls: 3 },
    upstream: answerCalls(() => new Promise((resolve) => answers.push(() => resolve(1)))),
  });
  const client = await RawClient.connect(emulator);
  for (let index = 0; index < 5; index++)
    client.say({ type: 1, target: "wait", invocationId: String(index), arguments: [] });
  await emulator.waitFor(() => client.received.length === 2);
  expect(client.received).toMatchObject([
    { invocationId: "3", error: expect.stringContaining("More than 3 calls") },
    { invocationId: "4" },
  ]);
  for (const answer of answers) answer();
  await emulator.waitFor(() => client.received.length === 5);
  client.say({ type: 1, target: "wait", invocationId: "5", arguments: [] });
  await emulator.waitFor(() => answers.length === 4);
});

test.each([jsonProtocol, messagePackProtocol])(
  "A record of 100 KB in frames of 10 bytes is read whole over $name, and so is one at each border of a frame's length",
  async (protocol) => {
    const sizes: number[] = [];
    const emulator = await startEmulator({
      upstream: answerCalls(({ arguments: [text] }) => {
        sizes.push(String(text).length);
        return text;
      }),
    });
    const client = await RawClient.connect(emulator, protocol);
    const call = (length: number): Buffer =>
      protocol.encode({ type: 1, target: "t", invocationId: "1", arguments: ["x".repeat(length)] });
    const long = call(100_000);
    for (let at = 0; at < long.length; at += 10) client.socket.send(long.subarray(at, at + 10));
    await emulator.waitFor(() => client.received.length === 1);
    // What each answer has overhead its text.
    const overhead = protocol.encode({ type: 3, invocationId: "1", result: "" }).length;
    const lengths = [125, 126, 65_535, 65_536].flatMap((border) =>
      [-4, -3, -2, -1, 0, 1].map((difference) => border - overhead + difference),
    );
    for (const [index, length] of lengths.entries()) {
      client.socket.send(call(length));
      // Responses of one turn would share a frame.
      await emulator.waitFor(() => client.received.length === 2 + index);
    }
    expect(sizes).toEqual([100_000, ...lengths]);
    expect(client.received.map((message) => String(Reflect.get(message, "result")).length)).toEqual(sizes);
  },
);

describe("A frame", () => {
  const deep = Buffer.concat([Buffer.alloc(10_000, 0x91), Buffer.from([0xc0])]);
  test.each([
    ["whose length prefix does not end", Buffer.alloc(64, 0xff), "longer than 5 bytes"],
    ["that announces 4 GB", Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]), "longer than the limit"],
    ["nested 10,000 deep", frame(deep), "MessagePack|nests deeper"],
    [
      "whose array announces 4 billion items",
      frame(Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff])),
      "not valid",
    ],
    [
      "with a prototype for a key",
      frame(encode([1, {}, null, "t", [JSON.parse('{"__proto__":{"polluted":true}}')]])),
      "not valid",
    ],
  ])("%s ends its connection and nothing else", async (_, bytes, reason) => {
    const emulator = await startEmulator();
    const [client, other] = await Promise.all([
      RawClient.connect(emulator, messagePackProtocol),
      RawClient.connect(emulator, messagePackProtocol),
    ]);
    await connected(emulator, 2);
    client.socket.send(bytes);
    await client.closed;
    expect(client.received).toMatchObject([{ type: 7, error: expect.stringMatching(reason) }]);
    await broadcast(emulator, "still here");
    await emulator.waitFor(() => other.received.length === 1);
  });

  test("with prototype names in JSON changes no prototype", async () => {
    const calls: unknown[] = [];
    const emulator = await startEmulator({ upstream: answerCalls((call) => calls.push(call)) });
    const client = await RawClient.connect(emulator);
    client.socket.send(
      '{"type":1,"target":"t","invocationId":"__proto__","arguments":[{"__proto__":{"polluted":1}}],"__proto__":{"polluted":1}}\u001e',
    );
    await emulator.waitFor(() => calls.length === 1 && client.received.length === 1);
    expect(client.received).toMatchObject([{ type: 3, invocationId: "__proto__" }]);
    expect({}).not.toHaveProperty("polluted");
  });

  test("longer than the limit ends its connection with WebSocket code 1009", async () => {
    const client = await RawClient.connect(await startEmulator());
    client.socket.send("x".repeat(2 * 1024 * 1024));
    expect(await client.closed).toBe(1009);
  });
});
