import { once } from "node:events";
import { type Socket, connect, createServer } from "node:net";

/** A network cable between client and emulator. */
export interface Line extends AsyncDisposable {
  /** TCP connections made so far. */
  readonly connections: number;
  readonly port: number;
  /** Cuts what is connected; until `restore()` new connections wait, or are cut as well. */
  cut(newcomers?: "wait" | "cut"): void;
  restore(): void;
}

export async function startLine(target: URL): Promise<Line> {
  const sockets = new Set<Socket>();
  const waiting: Socket[] = [];
  let state: "whole" | "wait" | "cut" = "whole";
  let connections = 0;
  const pass = (socket: Socket): void => {
    const onward = connect(Number(target.port), target.hostname);
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
  const server = createServer((socket) => {
    connections++;
    if (state === "whole") pass(socket);
    else if (state === "cut") socket.resetAndDestroy();
    else waiting.push(socket.on("error", () => {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (newcomers: "wait" | "cut" = "wait"): void => {
    state = newcomers;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const address = server.address();
  return {
    get connections() {
      return connections;
    },
    port: typeof address === "object" && address !== null ? address.port : 0,
    cut,
    restore() {
      state = "whole";
      for (const socket of waiting.splice(0)) pass(socket);
    },
    async [Symbol.asyncDispose]() {
      cut();
      for (const socket of waiting) socket.destroy();
      server.close();
    },
  };
}
