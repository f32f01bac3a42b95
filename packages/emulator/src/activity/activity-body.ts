import { stringify } from "../protocol/json-protocol.js";
import { ProtocolError } from "../protocol/message.js";
import { decodeMessagePack } from "../protocol/messagepack-protocol.js";
import type { ActivityBody } from "./activity.js";

const maxTextBytes = 64 * 1024;

const binaryTypes = new Set(["application/x-msgpack", "application/octet-stream"]);

/** A body as it came over the wire. @returns undefined when there is none. */
export function bodyOfBytes(contentType: string | undefined, bytes: Uint8Array): ActivityBody | undefined {
  if (bytes.length === 0) return undefined;
  const type = contentType ?? "application/json";
  const mediaType = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!binaryTypes.has(mediaType)) return cutTo(type, bytes);
  try {
    return { ...bodyOfText(type, stringify(decodeMessagePack(bytes))), bytes: bytes.length };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { contentType: type, text: `(${bytes.length} bytes)`, bytes: bytes.length, cut: false };
  }
}

export function bodyOfText(contentType: string, text: string): ActivityBody {
  // No character needs fewer bytes than its UTF-16 code units are many.
  return text.length <= maxTextBytes / 3
    ? { contentType, text, bytes: Buffer.byteLength(text), cut: false }
    : cutTo(contentType, Buffer.from(text));
}

/** A value as JSON, the way a JSON client receives it. */
export function bodyOfJson(value: unknown): ActivityBody {
  return bodyOfText("application/json", stringify(value));
}

/** Stands for a body that holds a key or a token. */
export function bodyNotShown(contentType: string, bytes: number): ActivityBody {
  return { contentType, text: "(not shown: it contains a credential)", bytes, cut: false };
}

function cutTo(contentType: string, bytes: Uint8Array): ActivityBody {
  const cut = bytes.length > maxTextBytes;
  // `stream` leaves out a character that the cut has halved.
  const text = new TextDecoder().decode(cut ? bytes.subarray(0, maxTextBytes) : bytes, { stream: cut });
  return { contentType, text, bytes: bytes.length, cut };
}
