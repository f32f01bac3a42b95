import type { HubProtocol } from "./hub-protocol.js";
import { jsonProtocol, parseRecord, recordSeparator } from "./json-protocol.js";
import { ProtocolError } from "./message.js";
import { messagePackProtocol } from "./messagepack-protocol.js";

/** Longest handshake request that is waited for. */
const maxHandshakeBytes = 4096;

export type Handshake =
  | { readonly protocol: HubProtocol; readonly version: 1 | 2 }
  | { readonly error: string };

/**
 * Reads the first record of a connection, which is JSON in every protocol.
 *
 * @returns the handshake and what follows it, or undefined while it is incomplete.
 */
export function takeHandshake(
  bytes: Uint8Array,
  transport: { readonly binary: boolean },
): { readonly handshake: Handshake; readonly rest: Uint8Array } | undefined {
  const end = bytes.indexOf(recordSeparator);
  if (end === -1 && bytes.length <= maxHandshakeBytes) return undefined;
  const handshake =
    end === -1 || end > maxHandshakeBytes
      ? { error: `Handshake request is invalid. It is longer than ${maxHandshakeBytes} bytes.` }
      : readHandshake(bytes.subarray(0, end), transport);
  return { handshake, rest: bytes.subarray(end + 1) };
}

function readHandshake(record: Uint8Array, transport: { readonly binary: boolean }): Handshake {
  let request: Readonly<Record<string, unknown>>;
  try {
    request = parseRecord(record);
  } catch (error) {
    if (error instanceof ProtocolError) return { error: `Handshake request is invalid. ${error.message}.` };
    throw error;
  }
  const { protocol: name, version } = request;
  if (typeof name !== "string" || !Number.isInteger(version)) {
    return { error: "Handshake request is invalid. It needs a protocol and a version." };
  }
  const protocol = name === "json" ? jsonProtocol : name === "messagepack" ? messagePackProtocol : undefined;
  if (protocol === undefined) return { error: `The protocol '${name}' is not supported.` };
  if (version !== 1 && version !== 2) {
    return { error: `The server does not support version ${String(version)} of the '${name}' protocol.` };
  }
  if (protocol.binary && !transport.binary) {
    return {
      error: `Cannot use the '${name}' protocol on the current transport. The transport does not support 'Binary' transfer format.`,
    };
  }
  return { protocol, version };
}

/** The answer to a handshake; always JSON text, whatever the protocol. */
export function handshakeResponse(error?: string): Buffer {
  return Buffer.from(`${error === undefined ? "{}" : JSON.stringify({ error })}\u001e`);
}
