import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { ClientCommand } from "./clients.ts";
import type { Command } from "./servers.ts";
import type { ServerName } from "./subjects.ts";

/** A child process that answers each message with one. */
class Child<Message extends object> {
  readonly #process: ChildProcess;

  constructor(script: string, args: readonly string[] = []) {
    this.#process = fork(join(import.meta.dirname, script), args, {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
  }

  /** The next message of the child. */
  answer<T>(): Promise<T> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null): void =>
        reject(new Error(`A process of the bench ended with code ${code}`));
      this.#process.once("exit", onExit);
      this.#process.once("message", (message) => {
        this.#process.off("exit", onExit);
        resolve(message as T);
      });
    });
  }

  tell(message: Message): void {
    this.#process.send(message);
  }

  ask<T>(message: Message): Promise<T> {
    const answer = this.answer<T>();
    this.tell(message);
    return answer;
  }

  async end(): Promise<void> {
    const { exitCode } = this.#process;
    if (exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.disconnect();
    await ended;
  }
}

/** A server in its own process, and clients of it in another. */
export class Stage implements AsyncDisposable {
  readonly name: ServerName;
  readonly url: string;
  readonly accessKey: string | undefined;
  readonly #server: Child<Command>;
  readonly #clients = new Child<ClientCommand>("clients.ts");

  private constructor(
    name: ServerName,
    server: Child<Command>,
    address: { readonly url: string; readonly accessKey?: string },
  ) {
    this.name = name;
    this.#server = server;
    this.url = address.url;
    this.accessKey = address.accessKey;
  }

  static async start(name: ServerName): Promise<Stage> {
    const server = new Child<Command>("servers.ts", [name]);
    return new Stage(name, server, await server.answer());
  }

  /** CPU time of the server so far, in microseconds. */
  async cpu(): Promise<number> {
    return (await this.#server.ask<{ value: number }>({ ask: "cpu" })).value;
  }

  /** Resident memory of the server after a collection of garbage, in bytes. */
  async memory(): Promise<number> {
    return (await this.#server.ask<{ value: number }>({ ask: "memory" })).value;
  }

  /** Opens so many connections, the handshake of each included. */
  async open(count: number): Promise<void> {
    await this.#clients.ask({
      open: count,
      server: this.name,
      url: this.url,
      ...(this.accessKey !== undefined && { accessKey: this.accessKey }),
    });
  }

  async close(): Promise<void> {
    await this.#clients.ask({ close: true });
  }

  /** Lets `send` run and resolves when the clients have received so many messages in all. */
  async delivered(messages: number, send: () => Promise<void> | void): Promise<void> {
    await this.#clients.ask({ expect: messages });
    const done = this.#clients.answer();
    await Promise.all([done, send()]);
  }

  broadcast(times: number): void {
    this.#server.tell({ broadcast: times });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#server.end(), this.#clients.end()]);
  }
}
