const textOpcode = 1;
const binaryOpcode = 2;

/**
 * Whole records on their way to one connection or to thousands. Packets form a tree: connections that are sent the same
 * records in the same turn hold the same packet, so each form that a transport needs is made once for all of them.
 *
 * Most of the cost of a delivery is the system call for its write, so everything that a connection is sent within one turn of
 * the event loop leaves in one write; a REST response therefore comes before the delivery. Records are compared by identity,
 * never by content. A packet knows only its latest successor: where connections diverge, the later ones make packets of their
 * own, and memory is limited by what is sent. The frame is written to the TCP socket directly, because `ws` would build a header
 * per connection; `ws` handles the other direction, opening and closing, and never has a fragment of its own in flight.
 * `permessage-deflate` stays off, because its state belongs to one connection and cannot be shared.
 */
export class Packet {
  /** Bytes of its records. */
  readonly length: number;
  /** Whether the records are JSON. */
  readonly text: boolean;
  readonly #record: Buffer;
  readonly #previous: Packet | undefined;
  #next: Packet | undefined;
  #bytes: Buffer | undefined;
  #frame: Buffer | undefined;
  #event: Buffer | undefined;

  constructor(record: Buffer, text: boolean, previous?: Packet) {
    this.#record = record;
    this.text = text;
    this.#previous = previous;
    this.length = record.length + (previous?.length ?? 0);
  }

  /** Whether it begins a turn with this record: the same buffer, not only the same bytes. */
  isOf(record: Buffer): boolean {
    return this.#record === record;
  }

  /** This packet and one more record. */
  followedBy(record: Buffer): Packet {
    if (this.#next?.isOf(record) !== true) this.#next = new Packet(record, this.text, this);
    return this.#next;
  }

  get bytes(): Buffer {
    return (this.#bytes ??= this.#previous === undefined ? this.#record : Packet.#join(this));
  }

  /** One unmasked WebSocket message in one frame (RFC 6455 section 5.2). */
  get webSocketFrame(): Buffer {
    return (this.#frame ??= frameOf(this.bytes, this.text ? textOpcode : binaryOpcode));
  }

  /** One event of an event stream, with a `data` line for each line of the records. */
  get serverSentEvent(): Buffer {
    if (this.#event === undefined) {
      const lines = this.bytes.toString("utf8").split(/\r\n|\r|\n/);
      this.#event = Buffer.from(`${lines.map((line) => `data: ${line}\r\n`).join("")}\r\n`);
    }
    return this.#event;
  }

  static #join(last: Packet): Buffer {
    const joined = Buffer.allocUnsafe(last.length);
    let end = last.length;
    for (let packet: Packet | undefined = last; packet !== undefined; packet = packet.#previous) {
      end -= packet.#record.length;
      packet.#record.copy(joined, end);
    }
    return joined;
  }
}

function frameOf(payload: Buffer, opcode: number): Buffer {
  const { length } = payload;
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = 0x80 | opcode;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  payload.copy(frame, headerLength);
  return frame;
}
