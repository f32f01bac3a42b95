import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Agent, type IncomingMessage, request as httpRequest } from "node:http";
import { WebSocket } from "ws";
import { wellKnownAccessKey } from "@x/emulator";
import { signJwt } from "../sign-jwt.ts";

/** How the emulator's process is, after a collection of garbage. */
export interface Health {
  readonly heapMB: number;
  readonly rssMB: number;
  readonly cpuMs: number;
  readonly failures: readonly string[];
}

/** The emulator in its own process, and what a soak does to it. */
export class Stage {
  readonly url: string;
  /** Answers with 5xx, and what else must not be. */
  readonly failures: string[] = [];
  requests = 0;
  readonly #process: ChildProcess;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  #ending = false;

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.url = url;
    child.once("exit", (code) => {
      if (!this.#ending) this.failures.push(`The emulator's process ended with code ${code}`);
    });
  }

  static async start(): Promise<Stage> {
    const child = fork(join(import.meta.dirname, "emulator-process.ts"));
    const [{ url }] = (await once(child, "message")) as [{ url: string }];
    return new Stage(child, url);
  }

  async health(): Promise<Health> {
    this.#process.send("health");
    const [health] = (await once(this.#process, "message")) as [Health];
    this.failures.push(...health.failures);
    return health;
  }

  /** A REST call. @returns its status. */
  async call(method: string, path: string, body?: unknown, query = ""): Promise<number> {
    const target = `/api/hubs/chat${path}`;
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const outgoing = httpRequest(`${this.url}${target}?api-version=2024-12-01${query}`, {
      agent: this.#agent,
      method,
      headers: {
        authorization: `Bearer ${signJwt({ aud: `${this.url}${target}` }, wellKnownAccessKey)}`,
        ...(payload !== undefined && {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(payload),
        }),
      },
    });
    outgoing.end(payload);
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    await once(response.resume(), "end");
    const status = response.statusCode ?? 0;
    this.requests++;
    if (status >= 500) this.failures.push(`${status} ${method} ${path}`);
    return status;
  }

  /** A client that has shaken hands. @param onRecord Takes each record that follows. */
  async connect(userId: string, onRecord: (record: string) => void): Promise<WebSocket> {
    const token = signJwt({ aud: `${this.url}/client/?hub=chat`, nameid: userId }, wellKnownAccessKey);
    const socket = new WebSocket(`${this.url.replace("http", "ws")}/client/?hub=chat`, {
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
    });
    await once(socket, "open");
    socket.on("error", () => {});
    let isFirst = true;
    const welcomed = new Promise<void>((resolve) => {
      socket.on("message", (data) => {
        for (const record of String(data).split("\u001e")) {
          if (record === "") continue;
          if (isFirst) {
            isFirst = false;
            resolve();
          } else onRecord(record);
        }
      });
    });
    socket.send('{"protocol":"json","version":1}\u001e');
    await welcomed;
    return socket;
  }

  async end(): Promise<void> {
    this.#ending = true;
    this.#agent.destroy();
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.disconnect();
    await ended;
  }
}
