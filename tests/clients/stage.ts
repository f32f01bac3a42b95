import {
  type InvocationEvent,
  type StreamInvocationEvent,
  fromConnectionString,
  readUpstreamEvent,
  signClientToken,
} from "@x/auth";
import { decode, encode } from "@msgpack/msgpack";
import { type Emulator, type EmulatorOptions, createEmulator } from "@x/emulator";
import { createHub } from "@x/hub";
import { HubError, createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
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
  /** Messages of clients, which `echo` gives back and `fail` fails; `ask` waits for one of `answers`. Streams are left open. */
  readonly calls: readonly (InvocationEvent | StreamInvocationEvent)[];
  readonly answers: readonly ((answer: string) => void)[];
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
  const calls: (InvocationEvent | StreamInvocationEvent)[] = [];
  const answers: ((answer: string) => void)[] = [];
  const upstream = createUpstreamHandler(
    createHub<{ methods: { ask(): string; echo(value: unknown): unknown; fail(): void } }>({
      connectionString: `Endpoint=http://127.0.0.1;AccessKey=${key};Version=1.0;`,
      hub: "chat",
    }),
    {
      verify: signatureVerifier({ accessKeys: key }),
      messagePack: { encode, decode },
      methods: {
        ask: () => new Promise((resolve) => answers.push(resolve)),
        echo: (_context, value) => value,
        fail() {
          throw new HubError("not today");
        },
      },
    },
  );
  const emulator = await createEmulator({
    port: 0,
    accessKeys: [key],
    upstream: async (request) => {
      const event = await readUpstreamEvent(request.clone(), { decodeMessagePack: decode });
      if (event.type === "invocation" || event.type === "streamInvocation") calls.push(event);
      return event.type === "streamInvocation"
        ? new Response(null, { status: 204 })
        : await upstream(request);
    },
    ...options,
  }).listen();
  const line = await startLine(new URL(emulator.url));
  const clients: Client[] = [];
  return {
    emulator,
    line,
    calls,
    answers,
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
      line.restore();
      // Clients first: the oldest one does not take it well when its server is gone.
      await Promise.all(clients.map((client) => client.stop()));
      await emulator.close();
      await line[Symbol.asyncDispose]();
    },
  };
}
