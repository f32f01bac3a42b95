import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Emulator } from "../../../src/index.js";
import { startEmulator } from "../../start-emulator.ts";
import { signToken } from "../../raw-client.ts";

const token = ({ url }: Emulator): string => signToken(`${url}/client/?hub=chat`);

async function request(
  emulator: Emulator,
  method: string,
  target: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return await fetch(`${emulator.url}${target}`, {
    method,
    headers: { authorization: `Bearer ${token(emulator)}`, ...headers },
  });
}

async function openSocket(emulator: Emulator): Promise<WebSocket> {
  const url = `${emulator.url.replace("http", "ws")}/client/?hub=chat&access_token=${token(emulator)}`;
  const socket = new WebSocket(url);
  await once(socket, "open");
  return socket;
}

describe("Negotiate", () => {
  test("answers version 0 without, and version 1 or higher with a connection token", async () => {
    const emulator = await startEmulator();
    const zero: unknown = await (await request(emulator, "POST", "/client/negotiate?hub=chat")).json();
    expect(zero).toMatchObject({ negotiateVersion: 0 });
    expect(zero).not.toHaveProperty("connectionToken");
    const two: unknown = await (
      await request(emulator, "POST", "/client/negotiate?hub=chat&negotiateVersion=2")
    ).json();
    expect(two).toMatchObject({ negotiateVersion: 1, connectionToken: expect.any(String) });
  });

  test.each([
    ["x", "The client requested a non-integer protocol version."],
    ["99999999999", "The client requested a non-integer protocol version."],
    ["-1", "The client requested version '-1', but the server does not support this version."],
  ])("answers an error to the version %s", async (version, error) => {
    const target = `/client/negotiate?hub=chat&negotiateVersion=${version}`;
    const response = await request(await startEmulator(), "POST", target);
    expect([response.status, await response.json()]).toEqual([200, { error }]);
  });

  test.each([
    ["GET", "/client/negotiate?hub=chat", 405],
    ["POST", "/client/negotiate", 400],
    ["POST", "/client/negotiate?hub=chat&hub=other", 400],
    ["POST", "/client/negotiate?hub=other", 401],
    ["GET", "/client/?hub=chat", 400],
    ["GET", "/client?hub=chat&id=unknown", 404],
    ["DELETE", "/client/?hub=chat&id=unknown", 404],
    ["PUT", "/client/?hub=chat&id=unknown", 405],
    ["GET", "/client/other?hub=chat", 404],
  ])("%s %s is answered with %i", async (method, target, status) => {
    expect((await request(await startEmulator(), method, target)).status).toBe(status);
  });

  test("lets an origin in with credentials, but only under /client", async () => {
    const emulator = await startEmulator();
    const headers = { origin: "http://localhost:3000" };
    const preflight = await fetch(`${emulator.url}/client/negotiate?hub=chat`, {
      method: "OPTIONS",
      headers,
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(preflight.headers.get("access-control-allow-credentials")).toBe("true");
    const rest = await request(emulator, "HEAD", "/api/health", headers);
    expect(rest.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("The handshake", () => {
  test.each([
    ['{"protocol":"xml","version":1}\u001e', "The protocol 'xml' is not supported."],
    [
      '{"protocol":"json","version":9}\u001e',
      "The server does not support version 9 of the 'json' protocol.",
    ],
    ["nonsense\u001e", "Handshake request is invalid. The message is not valid JSON."],
    ["x".repeat(5_000), "Handshake request is invalid. It is longer than 4096 bytes."],
  ])("refuses %.40s", async (record, error) => {
    const socket = await openSocket(await startEmulator());
    socket.send(record);
    const [data]: unknown[] = await once(socket, "message");
    expect(String(data)).toBe(`${JSON.stringify({ error })}\u001e`);
    await once(socket, "close");
  });

  test("may come in pieces, and a ping may follow in the same frame", async () => {
    const emulator = await startEmulator();
    const socket = await openSocket(emulator);
    socket.send('{"protocol":"json",');
    socket.send('"version":1}\u001e{"type":6}\u001e');
    const [data]: unknown[] = await once(socket, "message");
    expect(String(data)).toBe("{}\u001e");
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 1);
    socket.terminate();
  });
});

test("close() does not wait long for a client that stopped reading", async () => {
  const emulator = await startEmulator();
  const socket = await openSocket(emulator);
  socket.pause();
  const startedAt = performance.now();
  await emulator.close();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  socket.terminate();
});
