import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { apiVersion } from "../../../generated/index.js";
import { encode } from "@msgpack/msgpack";
import { WebSocket } from "ws";
import { type Activity, type Emulator } from "../../../src/index.js";
import { jsonProtocol } from "../../../src/protocol/json-protocol.js";
import { messagePackProtocol } from "../../../src/protocol/messagepack-protocol.js";
import { RawClient, signToken } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

const version = `api-version=${apiVersion}`;

async function call(
  emulator: Emulator,
  method: string,
  target: string,
  body?: unknown,
  contentType = "application/json",
): Promise<Response> {
  const bytes = body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
  return await fetch(`${emulator.url}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${signToken(`${emulator.url}${target.split("?", 1)[0]}`)}`,
      "content-type": contentType,
    },
    ...(body !== undefined && { body: bytes }),
  });
}

/** Only what a test can know beforehand. */
function told(emulator: Emulator, kind?: Activity["kind"]): readonly Activity[] {
  return emulator.activity.recent().filter((activity) => kind === undefined || activity.kind === kind);
}

async function until(emulator: Emulator, kind: Activity["kind"]): Promise<Activity> {
  return await new Promise((resolve) => {
    const found = (activity: Activity): boolean => activity.kind === kind;
    const end = emulator.activity.subscribe((activity) => {
      if (!found(activity)) return;
      end();
      resolve(activity);
    });
    const known = emulator.activity.recent().find(found);
    if (known !== undefined) resolve(known);
  });
}

describe("Emulator#activity", () => {
  test("tells connect, request, message with its receivers, and disconnect, in this order", async () => {
    const emulator = await startEmulator();
    const client = await RawClient.connect(emulator);
    const [connected] = told(emulator);
    await call(emulator, "POST", `/api/hubs/chat/:send?${version}&excluded=c0`, {
      target: "hi",
      arguments: [{ text: "<b>" }],
    });
    client.socket.close(1000);
    await until(emulator, "disconnected");
    const connectionId = connected?.kind === "connected" ? connected.connectionId : "";
    expect(told(emulator)).toMatchObject([
      { id: 1, kind: "connected", hub: "chat", connectionId, transport: "WebSockets", protocol: "json" },
      {
        id: 2,
        kind: "request",
        method: "POST",
        path: `/api/hubs/chat/:send?${version}&excluded=c0`,
        operationId: "sendToAll",
        hub: "chat",
        status: 202,
        requestBody: { text: '{"target":"hi","arguments":[{"text":"<b>"}]}', cut: false },
        responseBody: { text: "{}" },
      },
      {
        id: 3,
        kind: "message",
        direction: "toClients",
        type: "invocation",
        target: "hi",
        arguments: { text: '[{"text":"<b>"}]' },
        to: "everyone except c0",
        receivers: 1,
        receivedBy: [{ connectionId }],
        operationId: "sendToAll",
      },
      { id: 4, kind: "disconnected", hub: "chat", connectionId, reason: "Closed by the client" },
    ]);
  });

  test.each([
    ["sendToGroup", "groups/g1/:send", "group g1"],
    ["sendToUser", "users/ada/:send", "user ada"],
    ["sendToConnection", "connections/c1/:send", "connection c1"],
  ])("says whom %s is for", async (operationId, path, to) => {
    const emulator = await startEmulator();
    await call(emulator, "POST", `/api/hubs/chat/${path}?${version}`, { target: "hi", arguments: [] });
    expect(told(emulator, "message")).toMatchObject([{ operationId, to, receivers: 0 }]);
  });

  test("says whom a command is for, and reads what the sender encoded", async () => {
    const emulator = await startEmulator();
    await RawClient.connect(emulator);
    await call(emulator, "POST", `/api/hubs/chat/:execute?${version}&filter=userId%20eq%20null`, [
      { type: "SendMessage", message: { target: "command", arguments: [1] } },
    ]);
    const message = { type: 1, target: "encoded", arguments: [2] } as const;
    await call(
      emulator,
      "POST",
      `/api/hubs/chat/:send?${version}`,
      encode({ messagepack: messagePackProtocol.encode(message) }),
      "application/octet-stream",
    );
    expect(told(emulator, "message")).toMatchObject([
      { target: "command", to: "connections where userId eq null", receivers: 1 },
      { target: "encoded", arguments: { text: "[2]" } },
    ]);
  });

  test("tells a call of a client, its answer, and why there was none", async () => {
    const emulator = await startEmulator();
    const client = await RawClient.connect(emulator);
    client.say({ type: 1, invocationId: "0", target: "Add", arguments: [1, 2] });
    await once(client.socket, "message");
    expect(told(emulator, "message")).toMatchObject([
      { direction: "fromClient", type: "invocation", target: "Add", arguments: { text: "[1,2]" } },
      {
        direction: "toClients",
        type: "completion",
        invocationId: "0",
        error: expect.stringMatching(/^No upstream is configured/),
        receivers: 1,
      },
    ]);
  });

  test("tells an invocation, the client's answer and the request in this order, and streams", async () => {
    const emulator = await startEmulator();
    const client = await RawClient.connect(emulator);
    client.socket.on("message", () => client.say({ type: 3, invocationId: "r1", result: 7 }));
    const [connected] = told(emulator);
    const id = connected?.kind === "connected" ? connected.connectionId : "";
    await call(emulator, "POST", `/api/hubs/chat/connections/${id}/:invoke?${version}`, {
      target: "ask",
      arguments: [],
    });
    await call(
      emulator,
      "POST",
      `/api/hubs/chat/connections/${id}/streams/s1/:send?${version}&completed=true`,
      5,
    );
    expect(told(emulator).slice(1)).toMatchObject([
      {
        kind: "message",
        target: "ask",
        invocationId: "r1",
        to: `connection ${id}`,
        operationId: "invokeConnection",
      },
      {
        kind: "message",
        direction: "fromClient",
        type: "completion",
        invocationId: "r1",
        arguments: { text: "7" },
        hub: "chat",
        connectionId: id,
      },
      { kind: "request", operationId: "invokeConnection", responseBody: { text: '{"result":7}' } },
      { kind: "request", operationId: "sendToStream" },
      { kind: "message", type: "streamItem", invocationId: "s1", arguments: { text: "5" } },
      { kind: "message", type: "completion", invocationId: "s1" },
    ]);
  });

  test("tells why a request was refused, and by which status", async () => {
    const emulator = await startEmulator({ faults: { operationId: "sendToUser", status: 429 } });
    await fetch(`${emulator.url}/api/hubs/chat/:send?${version}`, { method: "POST" });
    await call(emulator, "POST", "/api/hubs/chat/:send", {});
    await call(emulator, "POST", `/api/hubs/chat/:send?${version}`, { target: "" });
    await call(emulator, "HEAD", `/api/hubs/chat/users/ada?${version}`);
    await call(emulator, "POST", `/api/hubs/chat/users/ada/:send?${version}`, {});
    await call(emulator, "GET", "/nowhere");
    const socket = new WebSocket(
      `${emulator.url.replace("http", "ws")}/client/?hub=chat&access_token=secret`,
    );
    await once(socket, "error");
    expect(told(emulator)).toMatchObject([
      { status: 401, reason: "The request has no bearer token", operationId: "sendToAll", hub: "chat" },
      { status: 400, reason: expect.stringMatching(/^The query needs an api-version/) },
      {
        status: 400,
        reason: "'target' must be a non-empty string",
        requestBody: { text: '{"target":""}' },
      },
      { status: 404, reason: "Warning.User.NotExisted", operationId: "userExists" },
      { status: 429, reason: "The emulator was told to respond with 429" },
      { status: 404, reason: expect.stringMatching(/^There is no such operation/) },
      { status: 401, path: "/client/?hub=chat&access_token=***", method: "GET", hub: "chat" },
    ]);
  });

  test("tells a request whose connection was cut, without a status", async () => {
    const emulator = await startEmulator({ faults: { reset: true } });
    await expect(call(emulator, "GET", `/api/health?${version}`)).rejects.toThrow();
    const [request] = told(emulator, "request");
    expect(request).toMatchObject({ reason: "The emulator was told to cut the connection" });
    expect(request).not.toHaveProperty("status");
  });

  test("holds no key, token or connection token", async () => {
    const emulator = await startEmulator();
    const client = await call(emulator, "POST", `/api/hubs/chat/:generateToken?${version}&userId=ada`);
    const keys = await call(emulator, "GET", `/api/auth/accessKey?${version}`);
    const negotiate = await fetch(`${emulator.url}/client/negotiate?hub=chat&negotiateVersion=1`, {
      method: "POST",
      headers: { authorization: `Bearer ${signToken(`${emulator.url}/client/?hub=chat`)}` },
    });
    const answers: unknown[] = await Promise.all(
      [client, keys, negotiate].map(async (response): Promise<unknown> => await response.json()),
    );
    const secretNames = new Set(["token", "accesskey", "connectiontoken"]);
    const secrets = answers
      .flatMap((answer) => Object.entries(Object(answer)))
      .flatMap(([name, value]) => (secretNames.has(name.toLowerCase()) ? [String(value)] : []));
    expect(secrets.length).toBe(3);
    const written = JSON.stringify(emulator.activity.recent());
    for (const secret of [...secrets, "Bearer"]) expect(written).not.toContain(secret);
    expect(told(emulator, "request").length).toBe(3);
  });

  test("tells why the service closed a connection", async () => {
    const emulator = await startEmulator();
    const client = await RawClient.connect(emulator);
    await call(emulator, "POST", `/api/hubs/chat/:closeConnections?${version}&reason=maintenance`);
    await client.closed;
    expect(told(emulator, "disconnected")).toMatchObject([{ reason: "Closed by the service: maintenance" }]);
  });

  test("tells a webhook with both bodies and why it failed", async () => {
    const server = createServer((request, response) => {
      if (request.url?.includes("connected") === true) response.writeHead(403).end();
      else response.writeHead(200).end(jsonProtocol.encode({ type: 3, invocationId: "0", result: 3 }));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const UrlTemplate = `http://127.0.0.1:${port}/{event}?code=function-key`;
    {
      const emulator = await startEmulator({
        config: { UpstreamSettings: { Templates: [{ UrlTemplate }] } },
      });
      const client = await RawClient.connect(emulator);
      await until(emulator, "webhook");
      client.say({ type: 1, invocationId: "0", target: "Add", arguments: [1, 2] });
      await once(client.socket, "message");
      expect(told(emulator, "webhook")).toMatchObject([
        {
          event: "connected",
          status: 403,
          reason: "The upstream responded with 403",
          requestBody: { text: '{"type":10}' },
        },
        {
          event: "Add",
          status: 200,
          url: `http://127.0.0.1:${port}/Add?code=***`,
          requestBody: { text: '{"type":1,"invocationId":"0","target":"Add","arguments":[1,2]}' },
          responseBody: { text: expect.stringContaining('"result":3') },
        },
      ]);
    }
    server.close();
  });

  test("keeps nothing without `record`, and tells subscribers all the same", async () => {
    const emulator = await startEmulator({ record: false });
    await call(emulator, "GET", `/api/health?${version}`);
    expect(told(emulator)).toEqual([]);
    const heard: Activity[] = [];
    emulator.activity.subscribe((activity) => heard.push(activity));
    await call(emulator, "GET", `/api/health?${version}`);
    expect(heard.map(({ kind }) => kind)).toEqual(["request"]);
  });
});
