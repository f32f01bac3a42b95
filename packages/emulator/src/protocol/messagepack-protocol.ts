import { decode, encode } from "@msgpack/msgpack";
import type { HubProtocol, SplitRecords } from "./hub-protocol.js";
import { type HubMessage, ProtocolError, isDeeperThan, maxDepth } from "./message.js";

export const messagePackProtocol: HubProtocol = {
  name: "messagepack",
  binary: true,
  encode: (message) => frame(encode(toArray(message), { ignoreUndefined: true })),
  split: splitBinaryRecords,
  decode: (record) => fromArray(decodeMessagePack(record)),
};

/** Prefixes a record with its length as VarInt: seven bits a byte, the lowest first. */
export function frame(record: Uint8Array): Buffer {
  const prefix: number[] = [];
  let length = record.length;
  do {
    const bits = length & 0x7f;
    length >>>= 7;
    prefix.push(length > 0 ? bits | 0x80 : bits);
  } while (length > 0);
  return Buffer.concat([Uint8Array.from(prefix), record]);
}

export function splitBinaryRecords(bytes: Uint8Array, maxBytes: number): SplitRecords {
  const records: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    let length = 0;
    let size = 0;
    let byte = 0x80;
    while ((byte & 0x80) !== 0) {
      if (size === 5) throw new ProtocolError("The length prefix is longer than 5 bytes");
      const next = bytes[start + size];
      if (next === undefined) return { records, rest: bytes.subarray(start) };
      byte = next;
      length += (byte & 0x7f) * 2 ** (7 * size);
      size++;
    }
    if (length > maxBytes)
      throw new ProtocolError(`The message is longer than the limit of ${maxBytes} bytes`);
    const end = start + size + length;
    if (end > bytes.length) return { records, rest: bytes.subarray(start) };
    records.push(bytes.subarray(start + size, end));
    start = end;
  }
  return { records, rest: undefined };
}

/** @throws {ProtocolError} */
export function decodeMessagePack(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    // A header may promise 2^32 items; each takes a byte at least, so the input bounds what is allocated.
    const limit = bytes.length;
    value = decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      maxArrayLength: limit,
      maxMapLength: limit,
      maxStrLength: limit,
      maxBinLength: limit,
      maxExtLength: limit,
    });
  } catch {
    throw new ProtocolError("The message is not valid MessagePack");
  }
  if (isDeeperThan(value, maxDepth))
    throw new ProtocolError(`The message nests deeper than ${maxDepth} levels`);
  return value;
}

function toArray(message: HubMessage): readonly unknown[] {
  switch (message.type) {
    case 1:
    case 4:
      return [
        message.type,
        {},
        message.invocationId ?? null,
        message.target,
        message.arguments,
        message.streamIds ?? [],
      ];
    case 2:
      return [2, {}, message.invocationId, message.item];
    case 3:
      if (message.error !== undefined) return [3, {}, message.invocationId, 1, message.error];
      return Object.hasOwn(message, "result")
        ? [3, {}, message.invocationId, 3, message.result]
        : [3, {}, message.invocationId, 2];
    case 5:
      return [5, {}, message.invocationId];
    case 6:
      return [6];
    case 7:
      return message.allowReconnect === undefined
        ? [7, message.error ?? null]
        : [7, message.error ?? null, message.allowReconnect];
    case 8:
    case 9:
      return [message.type, message.sequenceId];
  }
}

function fromArray(value: unknown): HubMessage | undefined {
  if (!Array.isArray(value)) throw new ProtocolError("The message is not a MessagePack array");
  const items: readonly unknown[] = value;
  const [type, second, id, fourth, fifth, sixth] = items;
  switch (type) {
    case 1:
    case 4:
      if (typeof fourth !== "string") throw new ProtocolError("The invocation has no target");
      if (!Array.isArray(fifth)) throw new ProtocolError("The invocation has no arguments");
      if (type === 4 && typeof id !== "string")
        throw new ProtocolError("The stream invocation has no invocationId");
      return {
        type,
        target: fourth,
        arguments: fifth,
        ...(typeof id === "string" && { invocationId: id }),
        ...(Array.isArray(sixth) &&
          sixth.length > 0 && { streamIds: sixth.filter((item) => typeof item === "string") }),
      };
    case 2:
      return { type, invocationId: idOf(id), item: fourth };
    case 3:
      if (fourth === 1) return { type, invocationId: idOf(id), error: String(fifth) };
      if (fourth === 2) return { type, invocationId: idOf(id) };
      if (fourth === 3) return { type, invocationId: idOf(id), result: fifth };
      throw new ProtocolError("The completion has an unknown result kind");
    case 5:
      return { type, invocationId: idOf(id) };
    case 6:
      return { type };
    case 7:
      return typeof second === "string" ? { type, error: second } : { type };
    case 8:
    case 9:
      if (!Number.isSafeInteger(second)) throw new ProtocolError("The message has no sequenceId");
      return { type, sequenceId: Number(second) };
    default:
      return undefined;
  }
}

function idOf(id: unknown): string {
  if (typeof id !== "string") throw new ProtocolError("The message has no invocationId");
  return id;
}
