import type { HubProtocol, SplitRecords } from "./hub-protocol.js";
import { type HubMessage, ProtocolError, isDeeperThan, maxDepth, optionalString } from "./message.js";
import { MessageType } from "./message-type.js";

export const recordSeparator = 0x1e;

export const jsonProtocol: HubProtocol = {
  name: "json",
  binary: false,
  encode: (message) => Buffer.from(`${stringify(message)}\u001e`),
  split: splitTextRecords,
  decode(record) {
    return readMessage(parseRecord(record));
  },
};

/** JSON in which bytes are base64 and dates ISO 8601, as the service writes what came in as MessagePack. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, mayContainBytes(value, maxDepth) ? bytesToBase64 : undefined) ?? "null";
}

/** Few messages contain bytes, and calling back for each member takes longer than all the rest of the encoding. */
function mayContainBytes(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Uint8Array || depth === 0) return true;
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const member of members) if (mayContainBytes(member, depth - 1)) return true;
  return false;
}

function bytesToBase64(this: unknown, key: string, value: unknown): unknown {
  // Buffer's own toJSON has already run on `value`: look at the property itself.
  const original: unknown = typeof this === "object" && this !== null ? Reflect.get(this, key) : value;
  return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : value;
}

function splitTextRecords(bytes: Uint8Array, maxBytes: number, searched = 0): SplitRecords {
  const records: Uint8Array[] = [];
  let start = 0;
  for (
    let end = bytes.indexOf(recordSeparator, searched);
    end !== -1;
    end = bytes.indexOf(recordSeparator, start)
  ) {
    if (end - start > maxBytes) throw tooLong(maxBytes);
    records.push(bytes.subarray(start, end));
    start = end + 1;
  }
  if (bytes.length - start > maxBytes) throw tooLong(maxBytes);
  return { records, rest: start < bytes.length ? bytes.subarray(start) : undefined };
}

function tooLong(maxBytes: number): ProtocolError {
  return new ProtocolError(`The message is longer than the limit of ${maxBytes} bytes`);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The JSON object in a record. @throws {ProtocolError} */
export function parseRecord(record: Uint8Array): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(record));
  } catch {
    throw new ProtocolError("The message is not valid JSON");
  }
  if (!isRecord(value)) throw new ProtocolError("The message is not a JSON object");
  if (isDeeperThan(value, maxDepth))
    throw new ProtocolError(`The message nests deeper than ${maxDepth} levels`);
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readMessage(record: Readonly<Record<string, unknown>>): HubMessage | undefined {
  const { type } = record;
  switch (type) {
    case MessageType.Invocation:
    case MessageType.StreamInvocation: {
      const { target, streamIds } = record;
      const args = record["arguments"];
      const invocationId = optionalString(record["invocationId"], "invocationId");
      if (typeof target !== "string") throw new ProtocolError("The invocation has no target");
      if (!Array.isArray(args)) throw new ProtocolError("The invocation has no arguments");
      if (type === MessageType.StreamInvocation && invocationId === undefined)
        throw new ProtocolError("The stream invocation has no invocationId");
      return {
        type,
        target,
        arguments: args,
        ...(invocationId !== undefined && { invocationId }),
        ...(Array.isArray(streamIds) && { streamIds: streamIds.filter((id) => typeof id === "string") }),
      };
    }
    case MessageType.StreamItem:
      return { type, invocationId: idOf(record), item: record["item"] };
    case MessageType.Completion: {
      const error = optionalString(record["error"], "error");
      const hasResult = Object.hasOwn(record, "result");
      if (error !== undefined && hasResult)
        throw new ProtocolError("The completion has both an error and a result");
      const invocationId = idOf(record);
      if (error !== undefined) return { type, invocationId, error };
      return hasResult ? { type, invocationId, result: record["result"] } : { type, invocationId };
    }
    case MessageType.CancelInvocation:
      return { type, invocationId: idOf(record) };
    case MessageType.Ping:
      return { type };
    case MessageType.Close: {
      const error = optionalString(record["error"], "error");
      return error === undefined ? { type } : { type, error };
    }
    case MessageType.Ack:
    case MessageType.Sequence:
      if (!Number.isSafeInteger(record["sequenceId"]))
        throw new ProtocolError("The message has no sequenceId");
      return { type, sequenceId: Number(record["sequenceId"]) };
    default:
      // Types of later versions are ignored; without a type it is not a message (dotnet/aspnetcore JsonHubProtocol.cs).
      if (Number.isInteger(type)) return undefined;
      throw new ProtocolError("The message has no type");
  }
}

function idOf(record: Readonly<Record<string, unknown>>): string {
  const id = record["invocationId"];
  if (typeof id !== "string") throw new ProtocolError("The message has no invocationId");
  return id;
}
