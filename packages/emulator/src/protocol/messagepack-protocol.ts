import { decode, encode } from "@msgpack/msgpack";
import type { HubProtocol, SplitRecords } from "./hub-protocol.js";
import { type HubMessage, ProtocolError, optionalString } from "./message.js";
import { MessageType } from "./message-type.js";
import { checkMessagePackStructure } from "./messagepack-structure.js";

export const messagePackProtocol: HubProtocol = {
  name: "messagepack",
  binary: true,
  encode: (message) => frame(encode(toArray(message), { ignoreUndefined: true })),
  split: splitBinaryRecords,
  decode: (record) => fromArray(decodeMessagePack(record)),
};

/** How a completion ends a call (dotnet/aspnetcore src/SignalR/docs/specs/HubProtocol.md "Completion Message Encoding"). */
const ResultKind = { Error: 1, Void: 2, Value: 3 } as const;

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

/** The one way in which MessagePack from outside is decoded: bounded before anything is allocated. @throws {ProtocolError} */
export function decodeMessagePack(bytes: Uint8Array): unknown {
  checkMessagePackStructure(bytes);
  try {
    return decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    // What is whole and still refused: an unusual key of a map, a timestamp of another length.
    throw new ProtocolError("The message is not valid MessagePack");
  }
}

function toArray(message: HubMessage): readonly unknown[] {
  switch (message.type) {
    case MessageType.Invocation:
    case MessageType.StreamInvocation:
      return [
        message.type,
        {},
        message.invocationId ?? null,
        message.target,
        message.arguments,
        message.streamIds ?? [],
      ];
    case MessageType.StreamItem:
      return [MessageType.StreamItem, {}, message.invocationId, message.item];
    case MessageType.Completion:
      if (message.error !== undefined)
        return [MessageType.Completion, {}, message.invocationId, ResultKind.Error, message.error];
      return Object.hasOwn(message, "result")
        ? [MessageType.Completion, {}, message.invocationId, ResultKind.Value, message.result]
        : [MessageType.Completion, {}, message.invocationId, ResultKind.Void];
    case MessageType.CancelInvocation:
      return [MessageType.CancelInvocation, {}, message.invocationId];
    case MessageType.Ping:
      return [MessageType.Ping];
    case MessageType.Close:
      return message.allowReconnect === undefined
        ? [MessageType.Close, message.error ?? null]
        : [MessageType.Close, message.error ?? null, message.allowReconnect];
    case MessageType.Ack:
    case MessageType.Sequence:
      return [message.type, message.sequenceId];
  }
}

function fromArray(value: unknown): HubMessage | undefined {
  if (!Array.isArray(value)) throw new ProtocolError("The message is not a MessagePack array");
  const items: readonly unknown[] = value;
  const [type, second, id, fourth, fifth, sixth] = items;
  switch (type) {
    case MessageType.Invocation:
    case MessageType.StreamInvocation: {
      const invocationId = optionalString(id, "invocationId");
      if (typeof fourth !== "string") throw new ProtocolError("The invocation has no target");
      if (!Array.isArray(fifth)) throw new ProtocolError("The invocation has no arguments");
      if (type === MessageType.StreamInvocation && invocationId === undefined)
        throw new ProtocolError("The stream invocation has no invocationId");
      return {
        type,
        target: fourth,
        arguments: fifth,
        ...(invocationId !== undefined && { invocationId }),
        ...(Array.isArray(sixth) &&
          sixth.length > 0 && { streamIds: sixth.filter((item) => typeof item === "string") }),
      };
    }
    case MessageType.StreamItem:
      return { type, invocationId: idOf(id), item: fourth };
    case MessageType.Completion:
      if (fourth === ResultKind.Error) {
        if (typeof fifth !== "string") throw new ProtocolError("The error of the completion is not a string");
        return { type, invocationId: idOf(id), error: fifth };
      }
      if (fourth === ResultKind.Void) return { type, invocationId: idOf(id) };
      if (fourth === ResultKind.Value) return { type, invocationId: idOf(id), result: fifth };
      throw new ProtocolError("The completion has an unknown result kind");
    case MessageType.CancelInvocation:
      return { type, invocationId: idOf(id) };
    case MessageType.Ping:
      return { type };
    case MessageType.Close: {
      const error = optionalString(second, "error");
      return error === undefined ? { type } : { type, error };
    }
    case MessageType.Ack:
    case MessageType.Sequence:
      if (!Number.isSafeInteger(second)) throw new ProtocolError("The message has no sequenceId");
      return { type, sequenceId: Number(second) };
    default:
      // Types of later versions are overlooked.
      if (Number.isInteger(type)) return undefined;
      throw new ProtocolError("The message has no type");
  }
}

function idOf(id: unknown): string {
  if (typeof id !== "string") throw new ProtocolError("The message has no invocationId");
  return id;
}
