import type { Client, ClientOptions } from "../clients/recording-client.ts";
import { DotnetProcess } from "./dotnet-process.ts";

/** A process of the program `client`, in which any number of clients may be started. */
export class ClientProcess implements AsyncDisposable {
  readonly #process: DotnetProcess;
  #clients = 0;

  /** @param program Path of the DLL. */
  constructor(program: string) {
    this.#process = new DotnetProcess(program);
  }

  libraryVersion(): Promise<unknown> {
    return this.#process.request({ method: "version" });
  }

  /** A client that has shaken hands. */
  async startClient(options: ClientOptions): Promise<Client> {
    const client = this.#clients++;
    const call = <Name extends keyof Client>(method: Name | "start", ...args: readonly unknown[]) =>
      this.#process.request({ client, method, args }) as ReturnType<Client[Name]>;
    await call("start", options);
    return {
      next: (event) => call<"next">("next", event),
      invoke: (target, ...args) => call<"invoke">("invoke", target, ...args),
      stream: (target) => call<"stream">("stream", target),
      stop: () => call<"stop">("stop"),
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process[Symbol.asyncDispose]();
  }
}
