import { describe, expect, test } from "vitest";
import { signToken } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

const handshake = '{"protocol":"json","version":1}\u001e';

/** A client that has negotiated; each GET of its URL is a poll. */
async function negotiate() {
  const emulator = await startEmulator();
  const headers = { authorization: `Bearer ${signToken(`${emulator.url}/client/?hub=chat`)}` };
  const response = await fetch(`${emulator.url}/client/negotiate?hub=chat&negotiateVersion=1`, {
    method: "POST",
    headers,
  });
  const token = String(Reflect.get(Object(await response.json()), "connectionToken"));
  return { emulator, headers, token, url: `${emulator.url}/client/?hub=chat&id=${token}` };
}

describe("Emulator#activity over HTTP transports", () => {
  test("tells negotiate and the connection, not the requests that carry it, and hides the connection token", async () => {
    const { emulator, headers, token, url } = await negotiate();
    await (await fetch(url, { headers })).arrayBuffer();
    await fetch(url, { method: "POST", headers, body: handshake });
    await fetch(url, { method: "DELETE", headers });
    const { status } = await fetch(`${emulator.url}/client/?hub=chat&id=wrong`, { method: "POST", headers });
    expect(status).toBe(404);
    expect(emulator.activity.recent()).toMatchObject([
      { kind: "request", method: "POST", path: "/client/negotiate?hub=chat&negotiateVersion=1", status: 200 },
      { kind: "connected", transport: "LongPolling", protocol: "json" },
      { kind: "disconnected", reason: "Closed by the client" },
      {
        kind: "request",
        path: "/client/?hub=chat&id=***",
        status: 404,
        reason: "No Connection with that ID",
      },
    ]);
    expect(JSON.stringify(emulator.activity.recent())).not.toContain(token);
  });

  test("tells a handshake that failed as a client that is gone, with the reason", async () => {
    const { emulator, headers, url } = await negotiate();
    await (await fetch(url, { headers })).arrayBuffer();
    await fetch(url, { method: "POST", headers, body: '{"protocol":"xml","version":1}\u001e' });
    expect(emulator.activity.recent().at(-1)).toMatchObject({
      kind: "disconnected",
      reason: expect.stringContaining("xml"),
    });
  });
});
