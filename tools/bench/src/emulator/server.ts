/** A server that is measured, in a process of its own: `node server.ts <name>`. Commands come from its parent. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server as SocketIoServer } from "socket.io";
import { type WebSocket, WebSocketServer } from "ws";
import { importPackage } from "../packages.ts";

export type ServerName = "emulator" | "emulator, recording" | "ws" | "socket.io" | "node http";

/** What a server process is asked, and what it answers with a number. */
export type Command = { readonly ask: "cpu" | "memory" } | { readonly broadcast: number };

export interface Address {
  readonly url: string;
  /** Of an emulator, whose messages are sent by its REST API. */
  readonly accessKey?: string;
}

interface Running extends Address {
  /** Sends the message to every client, so many times in this turn. */
  readonly broadcast?: (times: number) => void;
}

interface EmulatorModule {
  createEmulator(options: object): { listen(): Promise<{ readonly url: string }> };
  readonly wellKnownAccessKey: string;
}

/** What clients count, one in each message. No frame or packet around it has this byte. */
export const mark = "|";

/** What is sent: about 190 bytes in each protocol. */
export const call = { target: "newMessage", arguments: [`${mark}${"x".repeat(140)}`] };

const start: Record<ServerName, () => Promise<Running>> = {
  emulator: () => startEmulator(false),
  "emulator, recording": () => startEmulator(true),

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
  async "node http"() {
    return {
      url: await listen(
        createServer((request, response) => {
          request.resume().once("end", () => response.writeHead(202, { "content-length": "0" }).end());
        }),
      ),
    };
  },
};

async function startEmulator(record: boolean): Promise<Running> {
  const { createEmulator, wellKnownAccessKey } = (await importPackage("@x/emulator")) as EmulatorModule;
  // Clients of the bench say nothing while they wait, and must not be taken for dead.
  const limits = { clientTimeoutInMs: 600_000, keepAliveInMs: 600_000 };
  const { url } = await createEmulator({ port: 0, record, limits }).listen();
  return { url, accessKey: wellKnownAccessKey };
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await once(server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

if (process.send !== undefined && import.meta.main) {
  const { broadcast, ...address } = await start[process.argv[2] as ServerName]();
  process.on("message", (command: Command) => {
    if ("broadcast" in command) broadcast?.(command.broadcast);
    else if (command.ask === "cpu") {
      const { user, system } = process.cpuUsage();
      process.send?.(user + system);
    } else {
      for (let pass = 0; pass < 4; pass++) gc?.();
      process.send?.(process.memoryUsage.rss());
    }
  });
  process.once("disconnect", () => process.exit());
  process.send(address);
}
