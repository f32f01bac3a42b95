/** A server that is measured, in a process of its own: `node servers.ts <name>`. Commands come from its parent. */
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server as SocketIoServer } from "socket.io";
import { type WebSocket, WebSocketServer } from "ws";
import { importCandidate } from "../candidates.ts";
import { collectGarbage } from "../gc.ts";
import { cpuTimeOf, residentMemoryOf, startMicrosoftEmulator } from "./microsoft-emulator.ts";
import { type ServerName, call } from "./subjects.ts";

/** What a server process is asked, and what it answers. */
export type Command = { readonly ask: "cpu" | "memory" } | { readonly broadcast: number };

interface Running {
  readonly url: string;
  readonly accessKey?: string;
  /** Sends the message to everybody, so many times in this turn. Absent where the REST API does it. */
  readonly broadcast?: (times: number) => void;
  /** The process that is measured, where it is not this one. */
  readonly pid?: number;
}

interface EmulatorModule {
  createEmulator(options: object): { listen(): Promise<{ readonly url: string }> };
  readonly wellKnownAccessKey: string;
}

const start: Record<ServerName, () => Promise<Running>> = {
  emulator: () => startEmulator(false),
  "emulator, recording": () => startEmulator(true),

  async "Microsoft's emulator"() {
    const { wellKnownAccessKey } = (await importCandidate("@x/emulator")) as EmulatorModule;
    return { ...(await startMicrosoftEmulator()), accessKey: wellKnownAccessKey };
  },

  /** The least that a broadcast takes with ws: the message is serialized once. */
  async ws() {
    const server = createServer();
    const clients = new Set<WebSocket>();
    const sockets = new WebSocketServer({ server, clientTracking: false, perMessageDeflate: false });
    sockets.on("connection", (socket) => {
      clients.add(socket);
      socket.on("close", () => clients.delete(socket));
    });
    return {
      url: await listen(server),
      broadcast(times) {
        for (let index = 0; index < times; index++) {
          const message = Buffer.from(JSON.stringify({ type: 1, ...call }));
          for (const client of clients) client.send(message, { binary: false });
        }
      },
    };
  },

  async "socket.io"() {
    const server = createServer();
    const io = new SocketIoServer(server, { transports: ["websocket"], pingInterval: 600_000 });
    return {
      url: await listen(server),
      broadcast(times) {
        for (let index = 0; index < times; index++) io.emit(call.target, ...call.arguments);
      },
    };
  },

  /** The least that a REST call takes: the body is read and 202 is answered. */
  async http() {
    const server = createServer((request: IncomingMessage, response) => {
      request.resume().once("end", () => response.writeHead(202).end());
    });
    return { url: await listen(server) };
  },
};

async function startEmulator(record: boolean): Promise<Running> {
  const { createEmulator, wellKnownAccessKey } = (await importCandidate("@x/emulator")) as EmulatorModule;
  // Clients of the bench say nothing while they wait, and must not be taken for dead.
  const limits = { clientTimeoutInMs: 600_000, keepAliveInMs: 600_000 };
  const { url } = await createEmulator({ port: 0, record, limits }).listen();
  return { url, accessKey: wellKnownAccessKey };
}

function listen(server: ReturnType<typeof createServer>): Promise<string> {
  return new Promise((resolve) => {
    server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

async function serve(name: ServerName): Promise<void> {
  const { broadcast, pid, ...address } = await start[name]();
  process.on("message", (command: Command) => {
    if ("broadcast" in command) broadcast?.(command.broadcast);
    else if (pid !== undefined)
      process.send?.({ value: command.ask === "cpu" ? cpuTimeOf(pid) : residentMemoryOf(pid) });
    else if (command.ask === "cpu") {
      const { user, system } = process.cpuUsage();
      process.send?.({ value: user + system });
    } else {
      for (let pass = 0; pass < 4; pass++) collectGarbage();
      process.send?.({ value: process.memoryUsage().rss });
    }
  });
  process.once("disconnect", () => process.exit());
  process.send?.(address);
}

if (process.send !== undefined && import.meta.main) await serve(process.argv[2] as ServerName);
