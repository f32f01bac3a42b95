import { fromConnectionString, signClientToken } from "@x/auth";
import { type Emulator, type EmulatorOptions, type UpstreamEvent, createEmulator } from "@x/emulator";
import { type Line, startLine } from "./line.ts";
import type { Client, ClientOptions } from "./recording-client.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";

export interface ConnectedClient extends Client {
  readonly connectionId: string;
}

/** An emulator with its REST client, and clients of one kind. */
export interface Stage extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly service: ReturnType<typeof fromConnectionString>;
  /** What the clients connect through. */
  readonly line: Line;
  /** Messages of clients, which `echo` gives back, `fail` fails, and others leave unanswered. */
  readonly calls: readonly Extract<UpstreamEvent, { category: "messages" }>[];
  /** A client in the hub "chat". */
  connect(userId: string, options?: Partial<ClientOptions>): Promise<ConnectedClient>;
}

export type ClientPair = Pick<ClientOptions, "transport" | "protocol">;

/** The transports with the protocols that they can carry. */
export const clientPairs: readonly ClientPair[] = [
  { transport: "WebSockets", protocol: "json" },
  { transport: "WebSockets", protocol: "messagepack" },
  { transport: "ServerSentEvents", protocol: "json" },
  { transport: "LongPolling", protocol: "json" },
  { transport: "LongPolling", protocol: "messagepack" },
];

/** @param start Starts a client in this process, or in a page. */
export async function startStage(
  start: (options: ClientOptions) => Promise<Client>,
  pair: ClientPair,
  options: EmulatorOptions = {},
): Promise<Stage> {
  const calls: Extract<UpstreamEvent, { category: "messages" }>[] = [];
  const emulator = await createEmulator({
    port: 0,
    accessKeys: [key],
    upstream: (event) => {
      if (event.category !== "messages") return undefined;
      calls.push(event);
      if (event.event === "fail") throw new Error("not today");
      return event.arguments[0];
    },
    ...options,
  }).listen();
  const line = await startLine(new URL(emulator.url));
  const clients: Client[] = [];
  return {
    emulator,
    line,
    calls,
    service: fromConnectionString(emulator.connectionString),
    async connect(userId, clientOptions = {}) {
      const client = await start({
        url: `http://127.0.0.1:${line.port}/client/?hub=chat`,
        token: await signClientToken({ key, endpoint: emulator.url, hub: "chat", userId }),
        ...pair,
        ...clientOptions,
      });
      clients.push(client);
      let connectionId = "";
      await emulator.waitFor((snapshot) => {
        const found = snapshot.connections("chat").find((connection) => connection.userId === userId);
        connectionId = found?.connectionId ?? "";
        return found !== undefined;
      });
      return {
        connectionId,
        next: (event) => client.next(event),
        invoke: (target, ...args) => client.invoke(target, ...args),
        stream: (target) => client.stream(target),
        stop: () => client.stop(),
      };
    },
    async [Symbol.asyncDispose]() {
      line.mend();
      // Clients first: the oldest one does not take it well when its server is gone.
      await Promise.all(clients.map((client) => client.stop()));
      await emulator.close();
      await line[Symbol.asyncDispose]();
    },
  };
}
