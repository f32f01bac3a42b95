import type { HubMessage } from "./message.js";

export type ProtocolName = "json" | "messagepack";

/** Bytes cut into whole records, and what is left of an unfinished one. */
export interface SplitRecords {
  readonly records: readonly Uint8Array[];
  readonly rest: Uint8Array | undefined;
}

/** One encoding of hub messages. Stateless: what a connection has to remember is the unfinished record. */
export interface HubProtocol {
  readonly name: ProtocolName;
  /** Whether records need a transfer format that carries any byte. */
  readonly binary: boolean;
  /** A whole record, terminator or length prefix included. */
  encode(message: HubMessage): Buffer;
  /**
   * @param searched How many bytes at the beginning are known to hold no end of a record.
   * @throws {ProtocolError} when a record is longer than `maxBytes` or its frame is broken.
   */
  split(bytes: Uint8Array, maxBytes: number, searched?: number): SplitRecords;
  /** The message in a record, or undefined for a type this version does not know. @throws {ProtocolError} */
  decode(record: Uint8Array): HubMessage | undefined;
}
