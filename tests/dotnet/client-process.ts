import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Client, ClientOptions } from "../clients/recording-client.ts";

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A process of the .NET program, in which any number of clients may be started. */
export class ClientProcess implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #clients = 0;
  #requests = 0;

  /** @param program Path of the DLL. */
  constructor(program: string) {
    this.#process = spawn("dotnet", [program], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      const answer = JSON.parse(line) as Answer;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
    this.#process.on("close", (code) => {
      for (const [id, settle] of this.#waiting)
        settle({ id, error: `The .NET program ended with exit code ${code}` });
    });
  }

  /** A client that has shaken hands. */
  async startClient(options: ClientOptions): Promise<Client> {
    const client = this.#clients++;
    const call = <Name extends keyof Client>(method: Name | "start", ...args: readonly unknown[]) =>
      this.#call(client, method, args) as ReturnType<Client[Name]>;
    await call("start", options);
    return {
      next: (event) => call<"next">("next", event),
      invoke: (target, ...args) => call<"invoke">("invoke", target, ...args),
      stream: (target) => call<"stream">("stream", target),
      stop: () => call<"stop">("stop"),
    };
  }

  async libraryVersion(): Promise<unknown> {
    return this.#call(-1, "version", []);
  }

  async #call(client: number, method: string, args: readonly unknown[]): Promise<unknown> {
    const id = this.#requests++;
    const { error, value } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.stdin.write(`${JSON.stringify({ id, client, method, args })}\n`);
    });
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin.end();
    await once(this.#process, "close");
  }
}
