import * as signalr1 from "@aspnet/signalr";
import { fromConnectionString, signClientToken } from "@x/auth";
import { type Emulator, createEmulator } from "@x/emulator";
import * as signalr7 from "signalr-7";
import * as signalr8 from "signalr-8";
import { afterEach, describe, expect, test } from "vitest";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const open: { stop(): Promise<unknown> }[] = [];

afterEach(async () => {
  // Clients first: the oldest one does not take it well when its server is gone.
  // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
  for (const item of open.splice(0)) await item.stop();
});

const libraries = {
  "@microsoft/signalr 8": signalr8,
  "@microsoft/signalr 7": signalr7,
  "@aspnet/signalr 1": signalr1,
};
const transports = ["WebSockets", "ServerSentEvents", "LongPolling"] as const;
type Library = keyof typeof libraries;
type Transport = (typeof transports)[number];

const pairs = (names: readonly Library[]): (readonly [Library, Transport])[] =>
  names.flatMap((name) => transports.map((transport) => [name, transport] as const));

describe.each(pairs(["@microsoft/signalr 8", "@microsoft/signalr 7", "@aspnet/signalr 1"]))(
  "%s over %s",
  (library, transport) => {
    test("receives what is sent to its hub, group, user and connection, and nothing it is excluded from", async () => {
      const { connection, service, id } = await connect(library, transport);
      const received: unknown[] = [];
      const last = new Promise<void>((resolve) => {
        connection.on("say", (text) => {
          received.push(text);
          if (text === "last") resolve();
        });
      });
      const body = (text: string) => ({ target: "say", arguments: [text] });
      await service.addConnectionToGroup({ hub: "chat", group: "g1", connectionId: id });
      await service.sendToAll({ hub: "chat", body: body("hub") });
      await service.sendToGroup({ hub: "chat", group: "g1", body: body("group") });
      await service.sendToUser({ hub: "chat", user: "ada", body: body("user") });
      await service.sendToConnection({ hub: "chat", connectionId: id, body: body("connection") });
      await service.sendToAll({ hub: "chat", excluded: [id], body: body("excluded") });
      await service.sendToAll({ hub: "chat", body: body("last") });
      await last;
      expect(received).toEqual(["hub", "group", "user", "connection", "last"]);
    });

    test("gets the result of its call, a stream, and a large message", async () => {
      const { connection, service, id, streams, emulator } = await connect(library, transport);
      const text = "x".repeat(200_000);
      expect(await connection.invoke("echo", text)).toBe(text);
      const items: unknown[] = [];
      const finished = new Promise<void>((resolve, reject) => {
        connection
          .stream("numbers")
          .subscribe({ next: (item) => items.push(item), complete: resolve, error: reject });
      });
      await emulator.waitFor(() => streams.length === 1);
      const stream = { hub: "chat", connectionId: id, streamId: streams[0] ?? "" };
      await service.sendToStream({ ...stream, body: { n: 1 } });
      await service.completeStream(stream);
      await finished;
      expect(items).toEqual([{ n: 1 }]);
    });

    test("learns why it was closed", async () => {
      const { connection, service, id } = await connect(library, transport);
      const closed = new Promise<Error | undefined>((resolve) => {
        connection.onclose(resolve);
      });
      await service.closeConnection({ hub: "chat", connectionId: id, reason: "maintenance" });
      expect((await closed)?.message).toContain("maintenance");
    });
  },
);

test.each(pairs(["@microsoft/signalr 8", "@microsoft/signalr 7"]))(
  "%s over %s answers invokeConnection",
  async (library, transport) => {
    const { connection, service, id } = await connect(library, transport);
    connection.on("add", (a, b) => Number(a) + Number(b));
    const result = await service.invokeConnection({
      hub: "chat",
      connectionId: id,
      body: { target: "add", arguments: [2, 3] },
    });
    expect(result).toMatchObject({ result: 5 });
  },
);

test("@aspnet/signalr 1 is lost when it is asked for a result, and invokeConnection says so at once", async () => {
  const { connection, service, id } = await connect("@aspnet/signalr 1", "WebSockets");
  connection.on("add", (a, b) => Number(a) + Number(b));
  const call = service.invokeConnection({
    hub: "chat",
    connectionId: id,
    body: { target: "add", arguments: [2, 3] },
  });
  await expect(call).rejects.toMatchObject({ status: 404, code: "Error.Connection.NotExisted" });
});

interface Connection {
  start(): Promise<void>;
  stop(): Promise<void>;
  on(name: string, handler: (...args: unknown[]) => unknown): void;
  onclose(handler: (error?: Error) => void): void;
  invoke(name: string, ...args: unknown[]): Promise<unknown>;
  stream(name: string): {
    subscribe(observer: {
      next(item: unknown): void;
      complete(): void;
      error(error: unknown): void;
    }): unknown;
  };
}

async function connect(
  library: Library,
  transport: Transport,
): Promise<{
  readonly emulator: Emulator;
  readonly connection: Connection;
  readonly service: ReturnType<typeof fromConnectionString>;
  readonly id: string;
  readonly streams: readonly string[];
}> {
  const streams: string[] = [];
  const emulator = await createEmulator({
    port: 0,
    accessKeys: [key],
    upstream: (event) => {
      if (event.category !== "messages") return undefined;
      if (event.stream) streams.push(event.invocationId ?? "");
      return event.arguments[0];
    },
  }).listen();
  open.push({ stop: () => emulator.close() });
  const { HubConnectionBuilder, HttpTransportType, LogLevel } = libraries[library];
  const connection: Connection = new HubConnectionBuilder()
    .withUrl(`${emulator.url}/client/?hub=chat`, {
      transport: HttpTransportType[transport],
      accessTokenFactory: () => signClientToken({ key, endpoint: emulator.url, hub: "chat", userId: "ada" }),
    })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  open.unshift({ stop: () => connection.stop() });
  let id = "";
  await emulator.waitFor((snapshot) => (id = snapshot.connections("chat")[0]?.connectionId ?? "") !== "");
  return { emulator, connection, service: fromConnectionString(emulator.connectionString), id, streams };
}
