import type { ProtocolName } from "./hub-protocol.js";
import { jsonProtocol } from "./json-protocol.js";
import type { HubMessage } from "./message.js";
import { messagePackProtocol } from "./messagepack-protocol.js";

/** A message on its way to any number of connections: encoded at most once a protocol. */
export class OutboundMessage {
  readonly #message: HubMessage | undefined;
  #json: Buffer | undefined;
  #messagepack: Buffer | undefined;

  private constructor(message: HubMessage | undefined) {
    this.#message = message;
  }

  static of(message: HubMessage): OutboundMessage {
    return new OutboundMessage(message);
  }

  /** Records that the sender encoded itself; connections of a protocol it left out receive nothing. */
  static preEncoded(records: {
    readonly json?: Uint8Array;
    readonly messagepack?: Uint8Array;
  }): OutboundMessage {
    const outbound = new OutboundMessage(undefined);
    if (records.json !== undefined) outbound.#json = Buffer.from(records.json);
    if (records.messagepack !== undefined) outbound.#messagepack = Buffer.from(records.messagepack);
    return outbound;
  }

  /** The whole record, or undefined when the sender left this protocol out. */
  encode(protocol: ProtocolName): Buffer | undefined {
    if (protocol === "json") {
      if (this.#json === undefined && this.#message !== undefined)
        this.#json = jsonProtocol.encode(this.#message);
      return this.#json;
    }
    if (this.#messagepack === undefined && this.#message !== undefined) {
      this.#messagepack = messagePackProtocol.encode(this.#message);
    }
    return this.#messagepack;
  }
}
