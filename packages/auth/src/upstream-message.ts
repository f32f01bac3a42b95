import { SignalRAuthError, type SignalRAuthErrorOptions } from "./errors.js";
import { isBoundedMessagePack } from "./messagepack-bounds.js";
import type {
  InvocationEvent,
  StreamInvocationEvent,
  UpstreamEvent,
  UpstreamEventBase,
} from "./upstream-event.js";

type MessageOf<Event extends UpstreamEvent> = Event extends unknown
  ? Omit<Event, keyof UpstreamEventBase>
  : never;

/** The part of an event that is in the body of its request. */
export type UpstreamMessage = MessageOf<UpstreamEvent>;

/** Reads the message of a JSON body. */
export function messageFromJson(bytes: Uint8Array): UpstreamMessage {
  let message: unknown;
  try {
    // Early emulators did not remove the record separator of the hub protocol.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    message = JSON.parse(text.endsWith("\u001e") ? text.slice(0, -1) : text);
  } catch {
    throw invalidRequest("The body of the upstream request is not JSON");
  }
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    throw invalidRequest("The body of the upstream request must be a JSON object");
  }
  // Property names differ in case: the official emulator writes `Type` and `Error`.
  const fields = new Map(
    Object.entries(message).map(([name, value]) => [name.toLowerCase(), value as unknown]),
  );
  switch (fields.get("type")) {
    case 1:
      return invocation(fields.get("invocationid"), fields.get("target"), fields.get("arguments"));
    case 4:
      return streamInvocation(fields.get("invocationid"), fields.get("target"), fields.get("arguments"));
    case 10:
      return { type: "connected" };
    case 11: {
      const error = fields.get("error");
      return typeof error === "string" && error !== ""
        ? { type: "disconnected", error }
        : { type: "disconnected" };
    }
    default:
      throw invalidRequest("The type of the upstream message must be 1, 4, 10 or 11");
  }
}

/** Reads the message of a MessagePack body. */
export function messageFromMessagePack(
  bytes: Uint8Array,
  decode: ((bytes: Uint8Array) => unknown) | undefined,
): UpstreamMessage {
  if (decode === undefined) {
    throw invalidRequest(
      "The body of the upstream request is MessagePack; pass decodeMessagePack to decode it",
    );
  }
  if (!isBoundedMessagePack(bytes)) {
    throw invalidRequest(
      "The MessagePack body is cut off, nested deeper than 64 levels, or declares more items than it contains",
    );
  }
  let message: unknown;
  try {
    message = decode(bytes);
  } catch (cause) {
    throw invalidRequest("decodeMessagePack could not decode the body of the upstream request", { cause });
  }
  if (!Array.isArray(message)) throw invalidRequest("The MessagePack body must be an array");
  const [type, , invocationId, target, args] = message as unknown[];
  switch (type) {
    case 1:
      return invocation(invocationId, target, args);
    case 4:
      return streamInvocation(invocationId, target, args);
    default:
      throw invalidRequest("The MessagePack body must be an invocation or a stream invocation");
  }
}

function invocation(invocationId: unknown, target: unknown, args: unknown): MessageOf<InvocationEvent> {
  if (typeof target !== "string" || !Array.isArray(args)) {
    throw invalidRequest("An upstream invocation must have a target and a list of arguments");
  }
  const message = { type: "invocation", target, arguments: args as unknown[] } as const;
  return typeof invocationId === "string" ? { ...message, invocationId } : message;
}

function streamInvocation(
  invocationId: unknown,
  target: unknown,
  args: unknown,
): MessageOf<StreamInvocationEvent> {
  const message = invocation(invocationId, target, args);
  if (message.invocationId === undefined)
    throw invalidRequest("A stream invocation must have an invocation id");
  return { ...message, type: "streamInvocation", invocationId: message.invocationId };
}

/** Makes the error of a request that the service would not send. */
export function invalidRequest(message: string, options?: SignalRAuthErrorOptions): SignalRAuthError {
  return new SignalRAuthError("upstream-request-invalid", message, options);
}
