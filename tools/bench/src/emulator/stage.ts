import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { WebSocket } from "ws";
import { signToken } from "../../../contract-kit/src/tokens.ts";
import { type Address, type Command, type ServerName, mark } from "./server.ts";

const markByte = mark.charCodeAt(0);

/** A server in a process of its own, which is measured, and its clients in this one, which is not. */
export class Stage implements AsyncDisposable {
  readonly name: ServerName;
  readonly url: string;
  readonly accessKey: string | undefined;
  readonly #server: ChildProcess;
  readonly #clients: WebSocket[] = [];
  #missing = 0;
  #onDelivered: () => void = () => {};

  private constructor(name: ServerName, server: ChildProcess, { url, accessKey }: Address) {
    this.name = name;
    this.#server = server;
    this.url = url;
    this.accessKey = accessKey;
  }

  static async start(name: ServerName): Promise<Stage> {
    const server = fork(join(import.meta.dirname, "server.ts"), [name], { execArgv: ["--expose-gc"] });
    const [address] = await once(server, "message");
    return new Stage(name, server, address as Address);
  }

  /** CPU time of the server so far, in microseconds. */
  cpu(): Promise<number> {
    return this.#ask({ ask: "cpu" });
  }

  /** Resident memory of the server after a collection of garbage, in bytes. */
  memory(): Promise<number> {
    return this.#ask({ ask: "memory" });
  }

  async #ask(command: Command): Promise<number> {
    this.#server.send(command);
    const [value] = await once(this.#server, "message");
    return value as number;
  }

  broadcast(times: number): void {
    this.#server.send({ broadcast: times } satisfies Command);
  }

  /** Opens so many connections, the handshake of each included. */
  async open(count: number): Promise<void> {
    let left = count;
    const openInTurn = async (): Promise<void> => {
      while (left > 0) await this.#open(--left);
    };
    await Promise.all(Array.from({ length: 100 }, openInTurn));
  }

  async #open(index: number): Promise<void> {
    const isEmulator = this.accessKey !== undefined;
    const path = this.name === "socket.io" ? "/socket.io/?EIO=4&transport=websocket" : "/client/?hub=chat";
    const claims = { aud: `${this.url}${path}`, nameid: `user${index}`, exp: 4_000_000_000 };
    const token = isEmulator ? `&access_token=${signToken(claims, this.accessKey)}` : "";
    const client = new WebSocket(`${this.url}${path}${token}`, { perMessageDeflate: false });
    this.#clients.push(client);
    // The server of socket.io speaks first.
    await once(client, this.name === "socket.io" ? "message" : "open");
    if (this.name !== "ws") {
      client.send(isEmulator ? '{"protocol":"json","version":1}\u001e' : "40");
      await once(client, "message");
    }
    client.on("message", (data: Buffer) => {
      for (let at = data.indexOf(markByte); at !== -1; at = data.indexOf(markByte, at + 1)) this.#missing--;
      if (this.#missing < 0) throw new Error(`${this.name} delivered more messages than were sent`);
      if (this.#missing === 0) this.#onDelivered();
    });
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#clients.splice(0).map((client) => {
        client.terminate();
        return once(client, "close");
      }),
    );
  }

  /** Lets `send` run and resolves when the clients have received so many messages in all. */
  async delivered(messages: number, send: () => Promise<void> | void): Promise<void> {
    this.#missing = messages;
    const done = new Promise<void>((resolve) => (this.#onDelivered = resolve));
    await Promise.all([done, send()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    this.#server.disconnect();
    await once(this.#server, "exit");
  }
}
