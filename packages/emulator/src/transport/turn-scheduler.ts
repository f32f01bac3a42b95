/** A session that has records to write at the end of the turn. */
export interface Flushable {
  readonly queue: Buffer[];
  flush(records: Buffer): void;
}

/**
 * Collects what is sent within one turn of the event loop and writes it once a connection. Socket writes, not encoding,
 * are what a broadcast costs, and several records may share a frame.
 */
export class TurnScheduler {
  #dirty: Flushable[] = [];

  /** Adds a record to what the session writes at the end of this turn. */
  enqueue(session: Flushable, record: Buffer): void {
    if (session.queue.length === 0) {
      if (this.#dirty.length === 0) setImmediate(this.#flush);
      this.#dirty.push(session);
    }
    session.queue.push(record);
  }

  readonly #flush = (): void => {
    const dirty = this.#dirty;
    this.#dirty = [];
    let previous: readonly Buffer[] = [];
    let joined: Buffer = Buffer.alloc(0);
    for (const session of dirty) {
      const only = session.queue[0];
      if (only === undefined) continue;
      if (session.queue.length === 1) {
        session.queue.length = 0;
        session.flush(only);
        continue;
      }
      const records = session.queue.splice(0);
      // After a few broadcasts thousands of connections hold the same list: join it once.
      if (!sameRecords(records, previous)) {
        previous = records;
        joined = Buffer.concat(records);
      }
      session.flush(joined);
    }
  };
}

function sameRecords(left: readonly Buffer[], right: readonly Buffer[]): boolean {
  return left.length === right.length && left.every((record, index) => record === right[index]);
}
