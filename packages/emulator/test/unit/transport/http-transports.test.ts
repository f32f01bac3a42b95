import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { type Socket, connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { apiVersion } from "../../../generated/index.js";
import { type Emulator, ManualClock } from "../../../src/index.js";
import { RawClient, signToken } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

interface Call {
  readonly body?: string;
  readonly claims?: object;
  readonly hub?: string;
  readonly accept?: string;
}

/** A request of a client to its transport. */
function ask(
  emulator: Emulator,
  method: string,
  query: string,
  { body, claims, hub = "chat", accept = "*/*" }: Call = {},
): Promise<Response> {
  const token = signToken(`${emulator.url}/client/?hub=${hub}`, claims);
  return fetch(`${emulator.url}/client/${query}${query.includes("?") ? "&" : "?"}hub=${hub}`, {
    method,
    headers: { authorization: `Bearer ${token}`, accept },
    ...(body !== undefined && { body }),
  });
}

async function negotiate(emulator: Emulator, call: Call = {}): Promise<string> {
  const response = await ask(emulator, "POST", "negotiate?negotiateVersion=1", call);
  const answer: unknown = await response.json();
  return String(Reflect.get(Object(answer), "connectionToken"));
}

const handshake = '{"protocol":"json","version":1}\u001e';

/** A poll that the emulator holds: it has arrived when this resolves. */
async function holdPoll(emulator: Emulator, id: string): Promise<{ readonly response: Promise<Response> }> {
  const arrived = new Promise<void>((resolve) => {
    const listener = (message: unknown): void => {
      const { request } = message as { readonly request: IncomingMessage };
      if (request.method !== "GET") return;
      unsubscribe("http.server.request.start", listener);
      // The emulator handles the request in the same turn.
      setImmediate(resolve);
    };
    subscribe("http.server.request.start", listener);
  });
  const response = ask(emulator, "GET", `?id=${id}`);
  await arrived;
  return { response };
}

/** A long-polling client that has shaken hands; nothing polls. */
async function openPolling(emulator: Emulator, call: Call = {}): Promise<string> {
  const id = await negotiate(emulator, call);
  expect((await ask(emulator, "GET", `?id=${id}`, call)).status).toBe(200);
  expect((await ask(emulator, "POST", `?id=${id}`, { ...call, body: handshake })).status).toBe(200);
  expect(await (await ask(emulator, "GET", `?id=${id}`, call)).text()).toBe("{}\u001e");
  return id;
}

async function say(emulator: Emulator, text: string): Promise<void> {
  const url = `${emulator.url}/api/hubs/chat/:send`;
  const response = await fetch(`${url}?api-version=${apiVersion}`, {
    method: "POST",
    headers: { authorization: `Bearer ${signToken(url)}`, "content-type": "application/json" },
    body: JSON.stringify({ target: "say", arguments: [text] }),
  });
  expect(response.status).toBe(202);
}

const count = (emulator: Emulator, expected: number): Promise<void> =>
  emulator.waitFor((snapshot) => snapshot.connections("chat").length === expected);

describe("Long polling", () => {
  test("goes on after a poll that was held for longer than a client may stay away", async () => {
    const clock = new ManualClock();
    const emulator = await startEmulator({ clock });
    const id = await openPolling(emulator);
    const { response: poll } = await holdPoll(emulator, id);
    clock.advance(60_000);
    await say(emulator, "late");
    expect(await (await poll).text()).toContain("late");
    clock.advance(14_000);
    await count(emulator, 1);
    clock.advance(2_000);
    await count(emulator, 0);
  });

  test("answers an empty poll when there was nothing to say for 90 s", async () => {
    const clock = new ManualClock();
    const emulator = await startEmulator({ clock });
    const id = await openPolling(emulator);
    const { response: poll } = await holdPoll(emulator, id);
    clock.advance(91_000);
    const response = await poll;
    expect([response.status, response.headers.get("content-length")]).toEqual([200, "0"]);
    await count(emulator, 1);
  });

  test("ends the older of two polls with 204", async () => {
    const emulator = await startEmulator();
    const id = await openPolling(emulator);
    const { response: older } = await holdPoll(emulator, id);
    const newer = ask(emulator, "GET", `?id=${id}`);
    expect((await older).status).toBe(204);
    await say(emulator, "hi");
    expect(await (await newer).text()).toContain("hi");
  });

  test("keeps no more for a client that does not poll than the limit", async () => {
    const log: string[] = [];
    const options = { limits: { maxQueuedBytes: 100_000 }, log: (line: string) => log.push(line) };
    const emulator = await startEmulator(options);
    await openPolling(emulator);
    await count(emulator, 1);
    await say(emulator, "x".repeat(60_000));
    await say(emulator, "x".repeat(60_000));
    await count(emulator, 0);
    expect(log).toEqual([expect.stringContaining("reads too slowly")]);
  });
});

describe("Server-Sent Events", () => {
  test("refuse a protocol that needs bytes", async () => {
    const emulator = await startEmulator();
    const id = await negotiate(emulator);
    const events = await ask(emulator, "GET", `?id=${id}`, { accept: "text/event-stream" });
    await ask(emulator, "POST", `?id=${id}`, { body: '{"protocol":"messagepack","version":1}\u001e' });
    expect(await events.text()).toBe(
      `:\r\ndata: ${JSON.stringify({
        error:
          "Cannot use the 'messagepack' protocol on the current transport. The transport does not support 'Binary' transfer format.",
      })}\u001e\r\n\r\n`,
    );
  });

  test("keep no more for a client that does not read than the limit", async () => {
    const log: string[] = [];
    const options = { limits: { maxQueuedBytes: 1_000_000 }, log: (line: string) => log.push(line) };
    const emulator = await startEmulator(options);
    const id = await negotiate(emulator);
    const socket = await sendRequest(emulator, [
      `GET /client/?hub=chat&id=${id} HTTP/1.1`,
      "accept: text/event-stream",
      `authorization: Bearer ${signToken(`${emulator.url}/client/?hub=chat`)}`,
    ]);
    await once(socket, "data");
    socket.pause();
    await ask(emulator, "POST", `?id=${id}`, { body: handshake });
    await count(emulator, 1);
    for (let sent = 0; sent < 100 && log.length === 0; sent++) {
      await say(emulator, "x".repeat(500_000));
    }
    expect(log).toEqual([expect.stringContaining("reads too slowly")]);
    await count(emulator, 0);
  });
});

describe("A connection id", () => {
  test.each([
    ["another hub", { hub: "other", claims: { nameid: "ada" } }],
    ["another user", { claims: { nameid: "eve" } }],
    ["an anonymous client", {}],
  ])("is unknown to the token of %s", async (_, call: Call) => {
    const emulator = await startEmulator();
    const id = await openPolling(emulator, { claims: { nameid: "ada" } });
    const attempts = ["GET", "POST", "DELETE"].map(
      async (method) => (await ask(emulator, method, `?id=${id}`, call)).status,
    );
    expect(await Promise.all(attempts)).toEqual([404, 404, 404]);
    await count(emulator, 1);
  });
});

describe("A request to upgrade", () => {
  test("to HTTP/2 is answered in HTTP/1.1", async () => {
    const socket = await sendRequest(await startEmulator(), [
      "GET /api/health HTTP/1.1",
      "connection: Upgrade, HTTP2-Settings",
      "upgrade: h2c",
      "http2-settings: AAMAAABkAAQAAP__",
    ]);
    expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test("that is refused leaves no connection behind, even if the client keeps its half open", async () => {
    const log: string[] = [];
    const emulator = await startEmulator({ log: (line) => log.push(line) });
    const socket = await sendRequest(
      emulator,
      [
        "GET /client/?hub=chat HTTP/1.1",
        "connection: Upgrade",
        "upgrade: websocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==",
      ],
      { allowHalfOpen: true },
    );
    expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 401 /);
    expect(log).toEqual(["401: The request has no bearer token"]);
    await once(socket, "end");
    // The peer is gone: a write gets a reset.
    const write = setInterval(() => socket.write("x"), 10);
    await expect(once(socket, "close")).rejects.toThrow(/EPIPE|ECONNRESET/);
    clearInterval(write);
  });
});

test("close() answers what waits, delivers what was sent, and lets clients reconnect", async () => {
  const emulator = await startEmulator();
  const client = await RawClient.connect(emulator);
  await count(emulator, 1);
  const id = await openPolling(emulator, { claims: { nameid: "polls" } });
  const poll = ask(emulator, "GET", `?id=${id}`, { claims: { nameid: "polls" } });
  const invoke = `${emulator.url}/api/hubs/chat/connections/${await connectionId(emulator)}/:invoke`;
  const invoked = fetch(`${invoke}?api-version=${apiVersion}`, {
    method: "POST",
    headers: { authorization: `Bearer ${signToken(invoke)}`, "content-type": "application/json" },
    body: '{"target":"never answers"}',
  });
  await emulator.waitFor(() => client.received.length === 1);
  await say(emulator, "last words");
  const closing = emulator.close();
  expect(await (await poll).text()).toContain("last words");
  const next = await ask(emulator, "GET", `?id=${id}`, { claims: { nameid: "polls" } });
  expect(await next.text()).toBe('{"type":7,"allowReconnect":true}\u001e');
  await closing;
  expect(await client.closed).toBe(1000);
  expect(client.received.slice(1)).toEqual([
    { type: 1, target: "say", arguments: ["last words"] },
    { type: 7 },
  ]);
  expect((await invoked).status).toBe(404);
});

async function connectionId(emulator: Emulator): Promise<string> {
  let id = "";
  await emulator.waitFor((snapshot) => {
    id = snapshot.connections("chat").find(({ userId }) => userId === undefined)?.connectionId ?? "";
    return id !== "";
  });
  return id;
}

/** Writes a request by hand; the connection is the test's. */
async function sendRequest(
  emulator: Emulator,
  lines: readonly string[],
  options: { readonly allowHalfOpen?: boolean } = {},
): Promise<Socket> {
  const { hostname, port, host } = new URL(emulator.url);
  const socket = connect({ host: hostname, port: Number(port), ...options });
  socket.on("error", () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  socket.write(`${lines[0]}\r\nhost: ${host}\r\n${lines.slice(1).join("\r\n")}\r\n\r\n`);
  return socket;
}
