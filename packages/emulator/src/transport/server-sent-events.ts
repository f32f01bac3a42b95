import type { ServerResponse } from "node:http";
import type { Packet } from "./packet.js";
import type { Transport } from "./transport.js";

/** Time that a client has to read what was sent before the end; as long as ws gives. */
const maxDrainInMs = 30_000;

/** Server to client over one endless response; the client posts what it sends. */
export class ServerSentEventsTransport implements Transport {
  readonly name = "ServerSentEvents";
  readonly binary = false;
  readonly needsPing = true;
  readonly replaceable = false;
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-store",
      pragma: "no-cache",
      "content-encoding": "identity",
      "x-accel-buffering": "no",
    });
    // The client opens on the first bytes, and sends its handshake only then.
    response.write(":\r\n");
  }

  get queuedBytes(): number {
    return this.#response.writableLength;
  }

  write(packet: Packet): void {
    this.#response.write(packet.serverSentEvent);
  }

  end(): void {
    // A client that does not read would keep what is queued for ever.
    const cutOff = setTimeout(() => this.#response.destroy(), maxDrainInMs).unref();
    this.#response.end(() => clearTimeout(cutOff));
  }

  abort(): void {
    this.#response.destroy();
  }

  tick(): void {}
}
