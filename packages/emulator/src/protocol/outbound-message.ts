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

  /** What it says; undefined when the sender encoded it for unknown protocols only. */
  get message(): HubMessage | undefined {
    if (this.#message !== undefined) return this.#message;
    const [protocol, bytes] =
      this.#json !== undefined ? [jsonProtocol, this.#json] : [messagePackProtocol, this.#messagepack];
    if (bytes === undefined) return undefined;
    const [record] = protocol.split(bytes, bytes.length).records;
    return record === undefined ? undefined : protocol.decode(record);
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
