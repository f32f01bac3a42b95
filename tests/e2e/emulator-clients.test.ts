import { createHmac } from "node:crypto";
import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { type Emulator, type UpstreamHandler, createEmulator } from "@x/emulator";
import { afterEach, describe, expect, test } from "vitest";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const open: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.stop()));
});

const pairs = [
  ["WebSockets", "json"],
  ["WebSockets", "messagepack"],
  ["ServerSentEvents", "json"],
  ["LongPolling", "json"],
  ["LongPolling", "messagepack"],
] as const;

describe.each(pairs)("A client over %s with %s", (transport, protocol) => {
  test("receives what is sent to its hub, group, user and connection, and nothing it is excluded from", async () => {
    const emulator = await startEmulator();
    const { connection, next } = await connect(emulator, { transport, protocol, userId: "ada" });
    const id = await connectionIdOf(emulator, "ada");
    expect(await rest(emulator, "PUT", `/groups/g1/connections/${id}`)).toBe(200);
    const targets: readonly string[] = [
      "/:send",
      "/groups/g1/:send",
      "/users/ada/:send",
      `/connections/${id}/:send`,
    ];
    for (const path of targets) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the order can be checked
      expect(
        await rest(emulator, "POST", path, { target: "say", arguments: [path, { deep: [1, null] }] }),
      ).toBe(202);
      // oxlint-disable-next-line no-await-in-loop
      expect(await next()).toEqual([path, { deep: [1, null] }]);
    }
    await rest(emulator, "POST", `/:send?excluded=${id}`, { target: "say", arguments: ["excluded"] });
    await rest(emulator, "POST", "/:send", { target: "say", arguments: ["last", null] });
    expect(await next()).toEqual(["last", null]);
    await connection.stop();
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
  });

  test("answers invokeConnection", async () => {
    const emulator = await startEmulator();
    const { connection } = await connect(emulator, { transport, protocol, userId: "ada" });
    connection.on("add", (a: number, b: number) => a + b);
    const id = await connectionIdOf(emulator, "ada");
    const response = await call(emulator, "POST", `/connections/${id}/:invoke`, {
      target: "add",
      arguments: [2, 3],
    });
    expect([response.status, await response.json()]).toEqual([200, { result: 5 }]);
  });

  test("learns the reason when REST closes it", async () => {
    const emulator = await startEmulator();
    const { connection } = await connect(emulator, { transport, protocol, userId: "ada" });
    const closed = new Promise<Error | undefined>((resolve) => connection.onclose(resolve));
    const id = await connectionIdOf(emulator, "ada");
    expect(await rest(emulator, "DELETE", `/connections/${id}?reason=maintenance`)).toBe(200);
    expect((await closed)?.message).toBe("Server returned an error on close: maintenance");
  });

  test("streams what sendToStream and completeStream say, to a stream it opened", async () => {
    let streamId: string | undefined;
    const emulator = await startEmulator((event) => {
      if (event.category === "messages" && event.stream) streamId = event.invocationId;
    });
    const { connection } = await connect(emulator, { transport, protocol, userId: "ada" });
    const items: unknown[] = [];
    const finished = new Promise<void>((resolve, reject) => {
      connection
        .stream("numbers")
        .subscribe({ next: (item) => items.push(item), complete: resolve, error: reject });
    });
    const id = await connectionIdOf(emulator, "ada");
    await emulator.waitFor(() => streamId !== undefined);
    const stream = `/connections/${id}/streams/${streamId ?? ""}`;
    expect(await rest(emulator, "POST", `${stream}/:send`, { n: 1 })).toBe(202);
    expect(await rest(emulator, "POST", `${stream}/:send`, [null, false])).toBe(202);
    expect(await rest(emulator, "POST", `${stream}/:complete`)).toBe(202);
    await finished;
    expect(items).toEqual([{ n: 1 }, [null, false]]);
  });

  test("calls the upstream handler and gets its result or its error", async () => {
    const emulator = await startEmulator((event) => {
      if (event.event === "fail") throw new Error("not today");
      return event.category === "messages" ? { got: event.arguments, from: event.userId } : undefined;
    });
    const { connection } = await connect(emulator, { transport, protocol, userId: "ada" });
    expect(await connection.invoke("echo", "x")).toEqual({ got: ["x"], from: "ada" });
    await expect(connection.invoke("fail")).rejects.toThrow("not today");
  });
});

test("A client's invoke() fails at once and says how to configure an upstream when there is none", async () => {
  const emulator = await startEmulator();
  const { connection } = await connect(emulator, {
    transport: "WebSockets",
    protocol: "json",
    userId: "ada",
  });
  await expect(connection.invoke("echo")).rejects.toThrow("No upstream is configured");
});

test("A user added to a group before its first client is in the group once it connects", async () => {
  const emulator = await startEmulator();
  expect(await rest(emulator, "PUT", "/users/ada/groups/g1")).toBe(200);
  const { next } = await connect(emulator, { transport: "WebSockets", protocol: "json", userId: "ada" });
  expect(await rest(emulator, "HEAD", "/groups/g1")).toBe(200);
  await rest(emulator, "POST", "/groups/g1/:send", { Target: "say", Arguments: ["hi"] });
  expect(await next()).toEqual(["hi"]);
});

async function startEmulator(upstream?: UpstreamHandler): Promise<Emulator> {
  const emulator = await createEmulator({
    port: 0,
    accessKeys: [key],
    ...(upstream !== undefined && { upstream }),
  }).listen();
  open.push({ stop: () => emulator.close() });
  return emulator;
}

interface Client {
  readonly connection: HubConnection;
  /** The arguments of the next "say". */
  next(): Promise<readonly unknown[]>;
}

async function connect(
  emulator: Emulator,
  options: {
    transport: "WebSockets" | "ServerSentEvents" | "LongPolling";
    protocol: "json" | "messagepack";
    userId: string;
  },
): Promise<Client> {
  const builder = new HubConnectionBuilder()
    .withUrl(`${emulator.url}/client/?hub=chat`, {
      transport: HttpTransportType[options.transport],
      accessTokenFactory: () => sign({ aud: `${emulator.url}/client/?hub=chat`, nameid: options.userId }),
    })
    .configureLogging(LogLevel.None);
  if (options.protocol === "messagepack") builder.withHubProtocol(new MessagePackHubProtocol());
  const connection = builder.build();
  const received: (readonly unknown[])[] = [];
  const waiting: ((args: readonly unknown[]) => void)[] = [];
  connection.on("say", (...args: unknown[]) => {
    const resolve = waiting.shift();
    if (resolve === undefined) received.push(args);
    else resolve(args);
  });
  await connection.start();
  open.unshift({ stop: () => connection.stop() });
  return {
    connection,
    next: () => {
      const args = received.shift();
      return args === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(args);
    },
  };
}

async function connectionIdOf(emulator: Emulator, userId: string): Promise<string> {
  let id: string | undefined;
  await emulator.waitFor((snapshot) => {
    id = snapshot.connections("chat").find((connection) => connection.userId === userId)?.connectionId;
    return id !== undefined;
  });
  return id ?? "";
}

async function rest(emulator: Emulator, method: string, path: string, body?: unknown): Promise<number> {
  const response = await call(emulator, method, path, body);
  await response.arrayBuffer();
  return response.status;
}

function call(emulator: Emulator, method: string, path: string, body?: unknown): Promise<Response> {
  const [route = "", query] = `/api/hubs/chat${path}`.split("?");
  return fetch(`${emulator.url}${route}?api-version=2024-12-01${query === undefined ? "" : `&${query}`}`, {
    method,
    headers: {
      authorization: `Bearer ${sign({ aud: `${emulator.url}${route}` })}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function sign(claims: Readonly<Record<string, unknown>>): string {
  const signed = `${part({ alg: "HS256" })}.${part({ ...claims, exp: Math.floor(Date.now() / 1000) + 600 })}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}
