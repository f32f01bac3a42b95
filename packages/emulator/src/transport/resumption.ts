import type { HubProtocol } from "../protocol/hub-protocol.js";
import { type HubMessage, ProtocolError } from "../protocol/message.js";
import { MessageType } from "../protocol/message-type.js";

interface Sent {
  /** Number of the last message in `records`. */
  readonly lastId: number;
  readonly firstId: number;
  readonly records: Buffer;
}

/**
 * What lets a connection go on over a new WebSocket (dotnet/aspnetcore src/SignalR/docs/specs/TransportProtocols.md,
 * HubProtocol.md "Ack", "Sequence"): messages sent and not yet acknowledged, and how many messages were received.
 * Calls, items, completions and cancellations count, in both directions, from 1; pings, acks and closes do not.
 */
export class Resumption {
  readonly #protocol: HubProtocol;
  #unacknowledged: Sent[] = [];
  #unacknowledgedBytes = 0;
  #sent = 0;
  #nextIncoming = 1;
  #received = 0;
  #acknowledged = 0;
  #awaitsSequence = false;

  constructor(protocol: HubProtocol) {
    this.#protocol = protocol;
  }

  /** Bytes kept for a client that has not acknowledged them. */
  get unacknowledgedBytes(): number {
    return this.#unacknowledgedBytes;
  }

  /** Keeps what is sent: one record or several. */
  keep(records: Buffer): void {
    const firstId = this.#sent + 1;
    this.#sent += this.#protocol.split(records, records.length).records.length;
    this.#unacknowledged.push({ firstId, lastId: this.#sent, records });
    this.#unacknowledgedBytes += records.length;
  }

  /** The client starts over on another socket: what to send it first. */
  replay(): Buffer {
    this.#awaitsSequence = true;
    // Its acknowledgement may have been lost with the old socket.
    this.#acknowledged = 0;
    const sequenceId = this.#unacknowledged[0]?.firstId ?? this.#sent + 1;
    return Buffer.concat([
      this.#protocol.encode({ type: MessageType.Sequence, sequenceId }),
      ...this.#unacknowledged.map(({ records }) => records),
    ]);
  }

  /** Whether the message is new and to be handled. @throws {ProtocolError} */
  accept(message: HubMessage): boolean {
    if (message.type === MessageType.Sequence) {
      if (message.sequenceId > this.#received + 1 || message.sequenceId < 1)
        throw new ProtocolError("The sequence ID does not follow the messages received");
      this.#awaitsSequence = false;
      this.#nextIncoming = message.sequenceId;
      return false;
    }
    if (this.#awaitsSequence) return false;
    if (message.type === MessageType.Ack) {
      this.#release(message.sequenceId);
      return false;
    }
    if (message.type > MessageType.CancelInvocation) return true;
    const id = this.#nextIncoming++;
    if (id <= this.#received) return false;
    this.#received = id;
    return true;
  }

  /** The acknowledgement that is due, if any. */
  acknowledgement(): Buffer | undefined {
    if (this.#received === this.#acknowledged || this.#awaitsSequence) return undefined;
    this.#acknowledged = this.#received;
    return this.#protocol.encode({ type: MessageType.Ack, sequenceId: this.#received });
  }

  #release(sequenceId: number): void {
    const firstKept = this.#unacknowledged.findIndex(({ lastId }) => lastId > sequenceId);
    const count = firstKept === -1 ? this.#unacknowledged.length : firstKept;
    for (const { records } of this.#unacknowledged.splice(0, count))
      this.#unacknowledgedBytes -= records.length;
  }
}
