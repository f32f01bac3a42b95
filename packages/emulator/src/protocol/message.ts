import type { MessageType } from "./message-type.js";

/** Messages of the SignalR hub protocol (dotnet/aspnetcore src/SignalR/docs/specs/HubProtocol.md). */
export type HubMessage =
  | Invocation
  | StreamItem
  | Completion
  | CancelInvocation
  | Ping
  | Close
  | Ack
  | Sequence;

export interface Invocation {
  /** An invocation expects at most one completion, a stream invocation opens a stream. */
  readonly type: typeof MessageType.Invocation | typeof MessageType.StreamInvocation;
  /** Absent for calls whose caller does not wait; never null, which makes the JavaScript client close. */
  readonly invocationId?: string;
  readonly target: string;
  readonly arguments: readonly unknown[];
  readonly streamIds?: readonly string[];
}

export interface StreamItem {
  readonly type: typeof MessageType.StreamItem;
  readonly invocationId: string;
  readonly item: unknown;
}

export interface Completion {
  readonly type: typeof MessageType.Completion;
  readonly invocationId: string;
  readonly error?: string;
  /** A present key with any value, also null, is a result. */
  readonly result?: unknown;
}

export interface CancelInvocation {
  readonly type: typeof MessageType.CancelInvocation;
  readonly invocationId: string;
}

export interface Ping {
  readonly type: typeof MessageType.Ping;
}

export interface Close {
  readonly type: typeof MessageType.Close;
  readonly error?: string;
  readonly allowReconnect?: boolean;
}

export interface Ack {
  readonly type: typeof MessageType.Ack;
  readonly sequenceId: number;
}

export interface Sequence {
  readonly type: typeof MessageType.Sequence;
  readonly sequenceId: number;
}

/** Input that breaks the hub protocol; the connection it came from is closed with this text. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** A member that may be left out, also as null. Nothing else becomes a string: an object may say how, or fail to. @throws {ProtocolError} */
export function optionalString(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new ProtocolError(`The ${name} of the message is not a string`);
}

/** Nesting that a message may have. Deeper input would overflow the stack of every later encoder. */
export const maxDepth = 64;

/** Whether arrays and objects nest deeper than `limit`. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return false;
  if (limit === 0) return true;
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const member of members) if (isDeeperThan(member, limit - 1)) return true;
  return false;
}
