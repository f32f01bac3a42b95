import { Packet } from "./packet.js";

/** A session that has records to write at the end of the turn. */
export interface Flushable {
  /** What the turn collected so far. */
  pending: Packet | undefined;
  flush(packet: Packet): void;
}

/**
 * Collects what is sent within one turn of the event loop and writes it once a connection. Socket writes, not encoding,
 * are what a broadcast costs, and several records may share a frame.
 */
export class TurnScheduler {
  #dirty: Flushable[] = [];
  #lastText: Packet | undefined;
  #lastBinary: Packet | undefined;

  /** Adds a record to what the session writes at the end of this turn. */
  enqueue(session: Flushable, record: Buffer, text: boolean): void {
    const { pending } = session;
    if (pending !== undefined) {
      session.pending = pending.followedBy(record);
      return;
    }
    if (this.#dirty.length === 0) setImmediate(this.#flush);
    this.#dirty.push(session);
    session.pending = this.#begin(record, text);
  }

  /** The packet that the others of a broadcast begin with, too. */
  #begin(record: Buffer, text: boolean): Packet {
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
    for (const session of dirty) {
      const { pending } = session;
      if (pending === undefined) continue;
      session.pending = undefined;
      session.flush(pending);
    }
  };
}
