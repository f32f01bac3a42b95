import { type Server, type Socket, connect as connectTcp, createServer } from "node:net";
import { once } from "node:events";
import { type HubConnection, HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { fromConnectionString, signClientToken } from "@x/auth";
import { type Emulator, type EmulatorOptions, type UpstreamEvent, createEmulator } from "@x/emulator";
import { afterEach, describe, expect, test } from "vitest";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const open: { stop(): Promise<unknown> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.stop()));
});

describe.each(["json", "messagepack"] as const)("A client with stateful reconnect over %s", (protocol) => {
  test("loses its socket and receives all that was sent meanwhile, once and in order", async () => {
    const { emulator, line, connection, signalr } = await connectOverLine(protocol);
    const received: unknown[] = [];
    connection.on("say", (text) => received.push(text));
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 1);
    const id = connection.connectionId;
    const say = (text: string) =>
      signalr.sendToAll({ hub: "chat", body: { target: "say", arguments: [text] } });

    await say("before");
    await emulator.waitFor(() => received.length === 1);
    line.cut();
    await say("while cut 1");
    await say("while cut 2");
    line.mend();
    await emulator.waitFor(() => received.length === 3);
    await say("after");
    await emulator.waitFor(() => received.length === 4);

    expect(received).toEqual(["before", "while cut 1", "while cut 2", "after"]);
    expect([connection.state, connection.connectionId]).toEqual(["Connected", id]);
    expect(line.connections).toBe(3); // negotiate, the first socket, the second
  });

  test("calls the upstream once for each call, though the answer was lost with the socket", async () => {
    const calls: UpstreamEvent[] = [];
    let answer = (): void => {};
    const { emulator, line, connection } = await connectOverLine(protocol, {
      upstream: (event) => {
        if (event.category !== "messages") return undefined;
        calls.push(event);
        return new Promise((resolve) => {
          answer = () => resolve("answer");
        });
      },
    });
    const result = connection.invoke("ask");
    await emulator.waitFor(() => calls.length === 1);
    line.cut();
    answer();
    line.mend();
    expect(await result).toBe("answer");
    expect(calls).toHaveLength(1);
  });

  test("is over at once when it stops on purpose", async () => {
    const { emulator, connection } = await connectOverLine(protocol);
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 1);
    await connection.stop();
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
  });

  test("is over when it does not come back in time", async () => {
    const { emulator, line } = await connectOverLine(protocol, { limits: { disconnectTimeoutInMs: 100 } });
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 1);
    line.cut();
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
  });
});

interface Line {
  /** TCP connections made so far. */
  readonly connections: number;
  readonly port: number;
  /** Cuts what is connected; new connections wait until `mend()`. */
  cut(): void;
  mend(): void;
}

/** A network cable between client and emulator. */
async function startLine(target: URL): Promise<Line> {
  const sockets = new Set<Socket>();
  const waiting: Socket[] = [];
  let whole = true;
  let connections = 0;
  const pass = (socket: Socket): void => {
    const onward = connectTcp(Number(target.port), target.hostname);
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on("error", () => {});
      end.on("close", () => {
        sockets.delete(end);
        socket.destroy();
        onward.destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  };
  const server: Server = createServer((socket) => {
    connections++;
    if (whole) pass(socket);
    else waiting.push(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    whole = false;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  open.push({
    stop: async () => {
      cut();
      for (const socket of waiting) socket.destroy();
      server.close();
    },
  });
  const address = server.address();
  return {
    get connections() {
      return connections;
    },
    port: typeof address === "object" && address !== null ? address.port : 0,
    cut,
    mend() {
      whole = true;
      for (const socket of waiting.splice(0)) pass(socket);
    },
  };
}

async function connectOverLine(
  protocol: "json" | "messagepack",
  options: EmulatorOptions = {},
): Promise<{
  readonly emulator: Emulator;
  readonly line: Line;
  readonly connection: HubConnection;
  readonly signalr: ReturnType<typeof fromConnectionString>;
}> {
  const emulator = await createEmulator({ port: 0, accessKeys: [key], ...options }).listen();
  open.push({ stop: () => emulator.close() });
  const line = await startLine(new URL(emulator.url));
  const builder = new HubConnectionBuilder()
    .withUrl(`http://127.0.0.1:${line.port}/client/?hub=chat`, {
      transport: HttpTransportType.WebSockets,
      accessTokenFactory: () => signClientToken({ key, endpoint: emulator.url, hub: "chat" }),
    })
    .withStatefulReconnect()
    .configureLogging(LogLevel.None);
  if (protocol === "messagepack") builder.withHubProtocol(new MessagePackHubProtocol());
  const connection = builder.build();
  await connection.start();
  open.unshift({ stop: () => connection.stop() });
  return { emulator, line, connection, signalr: fromConnectionString(emulator.connectionString) };
}
