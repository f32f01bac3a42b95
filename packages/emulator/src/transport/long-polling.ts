import type { ServerResponse } from "node:http";
import type { Packet } from "./packet.js";
import type { Transport } from "./transport.js";

const pollHeaders = {
  "cache-control": "no-cache, no-store",
  pragma: "no-cache",
  expires: "Thu, 01 Jan 1970 00:00:00 GMT",
};

/** Server to client by polls that are held until there is something to say. */
export class LongPollingTransport implements Transport {
  readonly name = "LongPolling";
  readonly binary = true;
  readonly needsPing = false;
  readonly replaceable = false;
  readonly #now: () => number;
  readonly #pollTimeoutInMs: number;
  readonly #disconnectTimeoutInMs: number;
  readonly #onAbandoned: () => void;
  #waiting: ServerResponse | undefined;
  /** When the poll came that waits now, or when the last one was over. */
  #since: number;
  #records: Buffer[] = [];
  #queuedBytes = 0;
  #connected = false;
  #ended = false;

  constructor(options: {
    readonly now: () => number;
    readonly pollTimeoutInMs: number;
    readonly disconnectTimeoutInMs: number;
    /** No poll came for too long. */
    readonly onAbandoned: () => void;
  }) {
    this.#now = options.now;
    this.#since = options.now();
    this.#pollTimeoutInMs = options.pollTimeoutInMs;
    this.#disconnectTimeoutInMs = options.disconnectTimeoutInMs;
    this.#onAbandoned = options.onAbandoned;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  poll(response: ServerResponse): void {
    this.#release()?.writeHead(204, pollHeaders).end();
    this.#since = this.#now();
    this.#waiting = response;
    response.once("close", () => {
      if (this.#waiting === response) this.#release();
    });
    if (!this.#connected) {
      // The client takes the first answer as "connected" and sends its handshake only after it.
      this.#connected = true;
      this.#answer(Buffer.alloc(0));
    } else if (this.#queuedBytes > 0) this.#answerQueue();
    else if (this.#ended) this.#release()?.writeHead(204, pollHeaders).end();
  }

  write(packet: Packet): void {
    this.#records.push(packet.bytes);
    this.#queuedBytes += packet.length;
    if (this.#waiting !== undefined) this.#answerQueue();
  }

  end(): void {
    this.#ended = true;
    this.#release()?.writeHead(204, pollHeaders).end();
  }

  abort(): void {
    this.#records = [];
    this.#queuedBytes = 0;
    this.end();
  }

  tick(now: number): void {
    const waitedInMs = now - this.#since;
    if (this.#waiting !== undefined) {
      if (waitedInMs >= this.#pollTimeoutInMs) this.#answer(Buffer.alloc(0));
    } else if (waitedInMs >= this.#disconnectTimeoutInMs) this.#onAbandoned();
  }

  #answerQueue(): void {
    const body = Buffer.concat(this.#records);
    this.#records = [];
    this.#queuedBytes = 0;
    this.#answer(body);
  }

  #answer(body: Buffer): void {
    const headers = {
      ...pollHeaders,
      "content-type": "application/octet-stream",
      "content-length": body.length,
    };
    this.#release()?.writeHead(200, headers).end(body);
  }

  #release(): ServerResponse | undefined {
    const response = this.#waiting;
    if (response !== undefined) this.#since = this.#now();
    this.#waiting = undefined;
    return response;
  }
}
