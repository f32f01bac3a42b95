import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A running .NET program that answers the requests of `shared/Requests.cs`. */
export class DotnetProcess implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
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

  /** @throws {Error} with the message of the exception. */
  async request(request: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = this.#requests++;
    const { error, value } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
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
