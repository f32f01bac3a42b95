import { Packet } from "./packet.js";

/** A session that has records to write at the end of the turn. */
export interface Flushable {
  /** Writes what it collected in this turn. */
  flush(): void;
}

/**
 * Flushes the sessions that collected records within one turn of the event loop, each once. Socket writes, not encoding,
 * are what a broadcast costs, and several records may share a frame.
 */
export class TurnScheduler {
  #dirty: Flushable[] = [];
  #lastText: Packet | undefined;
  #lastBinary: Packet | undefined;

  /** Flushes the session at the end of this turn. @returns its first packet, the one that others of a broadcast begin with, too. */
  begin(session: Flushable, record: Buffer, text: boolean): Packet {
    if (this.#dirty.length === 0) setImmediate(this.#flush);
    this.#dirty.push(session);
    const last = text ? this.#lastText : this.#lastBinary;
    if (last?.isOf(record) === true) return last;
    const packet = new Packet(record, text);
    if (text) this.#lastText = packet;
    else this.#lastBinary = packet;
    return packet;
  }

  readonly #flush = (): void => {
    const dirty = this.#dirty;
    this.#dirty = [];
    this.#lastText = undefined;
    this.#lastBinary = undefined;
    for (const session of dirty) session.flush();
  };
}
