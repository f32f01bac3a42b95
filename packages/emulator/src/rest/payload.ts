import { type HubProtocol } from "../protocol/hub-protocol.js";
import { jsonProtocol } from "../protocol/json-protocol.js";
import { ProtocolError, isDeeperThan, maxDepth } from "../protocol/message.js";
import { MessageType } from "../protocol/message-type.js";
import { decodeMessagePack, messagePackProtocol } from "../protocol/messagepack-protocol.js";
import { OutboundMessage } from "../protocol/outbound-message.js";
import { RestError, badRequest } from "./rest-error.js";

/** A body as it came. */
export interface RequestBody {
  /** Without parameters, in lower case. */
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What a client is to be told: one call. */
export interface PayloadMessage {
  readonly target: string;
  readonly arguments: readonly unknown[];
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The JSON in a body. @throws {RestError} 400 */
export function readJson(body: RequestBody): unknown {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(body.bytes));
  } catch {
    throw badRequest("The request body is not valid JSON", "body");
  }
  if (isDeeperThan(value, maxDepth))
    throw badRequest(`The request body nests deeper than ${maxDepth} levels`, "body");
  return value;
}

/**
 * `target` and `arguments` of a JSON or MessagePack object. SDKs write the names in PascalCase, so case does not matter.
 *
 * @throws {RestError} 400
 */
export function readPayload(value: unknown): PayloadMessage {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest("The request body must be an object with 'target' and 'arguments'", "body");
  }
  let target: unknown;
  let args: unknown;
  for (const [name, member] of Object.entries(value)) {
    const key = name.toLowerCase();
    if (key === "target") target = member;
    else if (key === "arguments") args = member;
  }
  args ??= [];
  if (typeof target !== "string" || target === "")
    throw badRequest("'target' must be a non-empty string", "target");
  if (!Array.isArray(args)) throw badRequest("'arguments' must be an array", "arguments");
  return { target, arguments: args };
}

/** The call in the body of a send. @throws {RestError} 400 */
function readCall(body: RequestBody): PayloadMessage {
  return readPayload(body.mediaType === "application/x-msgpack" ? readMessagePack(body) : readJson(body));
}

/** The body of a send as a message for clients of any protocol. @throws {RestError} 400 */
export function readOutbound(body: RequestBody): OutboundMessage {
  if (body.mediaType === "application/octet-stream") return readPreEncoded(body, MessageType.Invocation);
  const { target, arguments: args } = readCall(body);
  return OutboundMessage.of({ type: MessageType.Invocation, target, arguments: args });
}

/**
 * The call in the body of an invocation, for a client that speaks `protocol`. Of records that the sender encoded only
 * target and arguments count: the invocation id is the emulator's own, so that answers find their request.
 *
 * @throws {RestError} 400
 */
export function readInvocation(body: RequestBody, protocol: HubProtocol): PayloadMessage {
  if (body.mediaType !== "application/octet-stream") return readCall(body);
  const record = readPreEncoded(body, MessageType.Invocation).encode(protocol.name);
  if (record === undefined) {
    throw badRequest(
      `The client uses the '${protocol.name}' protocol, and the body has no message for that protocol`,
      "body",
    );
  }
  const [first, ...more] = protocol.split(record, record.length).records;
  const message = first === undefined ? undefined : protocol.decode(first);
  if (message?.type !== MessageType.Invocation || more.length > 0)
    throw badRequest(`'${protocol.name}' must contain exactly one invocation`, "body");
  return message;
}

/** A map from protocol name to records that the sender encoded, as MessagePack. @throws {RestError} 400 */
export function readPreEncoded(body: RequestBody, type: MessageType): OutboundMessage {
  const value = readMessagePack(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest(
      "The request body must be a MessagePack map from protocol name to encoded message",
      "body",
    );
  }
  const records = new Map<string, unknown>(Object.entries(value));
  const json = records.get("json");
  const messagepack = records.get("messagepack");
  if (records.size === 0 || [...records.values()].some((record) => !(record instanceof Uint8Array))) {
    throw badRequest("Each value of the MessagePack map must be bytes", "body");
  }
  if (json instanceof Uint8Array) checkRecords(json, jsonProtocol, type);
  if (messagepack instanceof Uint8Array) checkRecords(messagepack, messagePackProtocol, type);
  return OutboundMessage.preEncoded({
    ...(json instanceof Uint8Array && { json }),
    ...(messagepack instanceof Uint8Array && { messagepack }),
  });
}

/** Half a record would break the stream of every client it reaches. */
function checkRecords(bytes: Uint8Array, protocol: HubProtocol, type: MessageType): void {
  try {
    const { records, rest } = protocol.split(bytes, bytes.length);
    const whole = records.length > 0 && rest === undefined;
    if (whole && records.every((record) => protocol.decode(record)?.type === type)) return;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  throw badRequest(`'${protocol.name}' does not contain whole hub protocol messages of type ${type}`, "body");
}

function readMessagePack(body: RequestBody): unknown {
  try {
    return decodeMessagePack(body.bytes);
  } catch (error) {
    if (error instanceof ProtocolError) throw badRequest("The request body is not valid MessagePack", "body");
    throw error;
  }
}

/** @throws {RestError} 415 */
export function mediaTypeOf(contentType: string | undefined, accepted: readonly string[]): string {
  // JSON is what a body without a type is taken for.
  const mediaType = (contentType ?? "application/json").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (accepted.includes(mediaType)) return mediaType;
  throw new RestError(
    415,
    "Error.Request.UnsupportedMediaType",
    `The content type must be ${accepted.join(" or ")}`,
    {
      target: "content-type",
    },
  );
}
