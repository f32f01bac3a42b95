import { SignalRAuthError } from "./errors.js";
import { isBoundedMessagePack } from "./messagepack-bounds.js";
import { numberOption } from "./number-option.js";
import { verifyUpstreamSignature } from "./upstream-signature.js";
import { decodeUpstreamText } from "./upstream-text.js";

interface UpstreamEventBase {
  /** Hub of the client, with its application's prefix, as the service writes it. */
  readonly hub: string;
  /** Connection that the event is about. The one thing that the signature proves. */
  readonly connectionId: string;
  /**
   * Absent for an anonymous client. The signature does not prove it. Percent-encoded text, as the emulator sends it for anything
   * outside printable ASCII, is decoded: our choice, since the service documents no encoding.
   */
  readonly userId?: string;
  /**
   * Claims of the client's token, decoded like the user id. Never authorize on them alone: the signature does not prove them, and the
   * header is a list that escapes nothing, so that a value with a comma, signed by someone else than this package, is read as
   * two claims. Ask your own store what `userId` may do.
   */
  readonly claims: readonly { readonly type: string; readonly value: string }[];
  /** Query of the client's connect request, without its token. */
  readonly query: URLSearchParams;
}

/** A client has connected. */
export interface ConnectedEvent extends UpstreamEventBase {
  /** Tells the events apart. */
  readonly type: "connected";
}

/** A client has gone. */
export interface DisconnectedEvent extends UpstreamEventBase {
  /** Tells the events apart. */
  readonly type: "disconnected";
  /** Absent after a clean close. */
  readonly error?: string;
}

/** A client has called a method of the hub. */
export interface InvocationEvent extends UpstreamEventBase {
  /** Tells the events apart. */
  readonly type: "invocation";
  /** Name of the method, as the client wrote it. */
  readonly target: string;
  /** What the client passed. Anything: check it. */
  readonly arguments: readonly unknown[];
  /** Present when the client waits for a result. */
  readonly invocationId?: string;
}

/**
 * A client has opened a stream (`connection.stream(…)`). Answer the request with 204; the items go by `sendToStream` of the
 * client, with `invocationId` as their `streamId`, then `completeStream`.
 *
 * That the service posts streams like this (message type 4) is inferred from
 * [Azure/azure-signalr#2132](https://github.com/Azure/azure-signalr/issues/2132); the emulator does.
 */
export interface StreamInvocationEvent extends UpstreamEventBase {
  /** Tells the events apart. */
  readonly type: "streamInvocation";
  /** Name of the method, as the client wrote it. */
  readonly target: string;
  /** What the client passed. Anything: check it. */
  readonly arguments: readonly unknown[];
  /** The `streamId` of `sendToStream` and `completeStream`. */
  readonly invocationId: string;
}

/** What an upstream request tells; `type` says which of the four it is. */
export type UpstreamEvent = ConnectedEvent | DisconnectedEvent | InvocationEvent | StreamInvocationEvent;

/** Options of {@link readUpstreamEvent}. */
export interface ReadUpstreamEventOptions {
  /** Longest body that is read, 1 MiB by default. */
  readonly maxBodyBytes?: number;
  /**
   * Decoder of MessagePack bodies, for example `decode` of `@msgpack/msgpack`. Without it such a body is refused.
   *
   * A body that is nested deeper than 64 levels, or declares more items than it has bytes, is rejected before it is decoded, because it would
   * exhaust the stack or the memory of most decoders. What the values mean is its own matter: leave out extension types that make anything but
   * plain data, and limit it further where you can.
   *
   * @example
   * ```ts
   * import { parseUpstreamRequest } from "@x/auth";
   * import { decode } from "@msgpack/msgpack";
   *
   * const decodeMessagePack = (body: Uint8Array) =>
   *   decode(body, { maxArrayLength: 1000, maxMapLength: 1000, maxStrLength: 100_000, maxExtLength: 12 });
   *
   * export function upstream(request: Request) {
   *   return parseUpstreamRequest(request, {
   *     accessKeys: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
   *     decodeMessagePack,
   *   });
   * }
   * ```
   */
  readonly decodeMessagePack?: (bytes: Uint8Array) => unknown;
}

/** Options of {@link parseUpstreamRequest}. */
export interface ParseUpstreamRequestOptions extends ReadUpstreamEventOptions {
  /** The access key, or both: the signature of the request must match one. */
  readonly accessKeys: string | readonly string[];
}

/**
 * Checks the signature of an upstream (webhook) request and reads its event.
 *
 * What the signature proves is said at `verifyUpstreamSignature`: the connection id, and nothing else. Never authorize on the
 * claims of the event alone.
 *
 * @throws {SignalRAuthError} `upstream-signature-invalid` (respond with 401), `upstream-request-invalid` (respond with 400),
 * `upstream-request-too-large` (respond with 413)
 * @throws {TypeError | RangeError} when `maxBodyBytes` is not a number of at least 0.
 *
 * @example
 * ```ts
 * import { parseUpstreamRequest } from "@x/auth";
 *
 * export async function handler(request: Request): Promise<Response> {
 *   const event = await parseUpstreamRequest(request, {
 *     accessKeys: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
 *   });
 *   if (event.type === "invocation") console.log(event.target, event.arguments);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export async function parseUpstreamRequest(
  request: Request,
  options: ParseUpstreamRequestOptions,
): Promise<UpstreamEvent> {
  const maxBodyBytes = bodyLimit(options);
  const { headers } = request;
  const connectionId = headers.get("x-asrs-connection-id");
  const signature = headers.get("x-asrs-signature");
  const genuine = await verifyUpstreamSignature({ connectionId, signature, accessKeys: options.accessKeys });
  if (!genuine) {
    throw new SignalRAuthError(
      "upstream-signature-invalid",
      "The upstream request is not signed with any of the access keys",
    );
  }
  return await readEvent(request, maxBodyBytes, options.decodeMessagePack);
}

/**
 * Reads the event of an upstream (webhook) request without asking who made it: for a request whose sender was checked in
 * another way. Where access keys are at hand {@link parseUpstreamRequest} does both.
 *
 * @throws {SignalRAuthError} `upstream-request-invalid` (respond with 400), `upstream-request-too-large` (respond with 413)
 * @throws {TypeError | RangeError} when `maxBodyBytes` is not a number of at least 0.
 *
 * @example
 * ```ts
 * import { readUpstreamEvent } from "@x/auth";
 *
 * export async function handler(request: Request): Promise<Response> {
 *   if (new URL(request.url).searchParams.get("code") !== "fake-secret") return new Response(null, { status: 401 });
 *   const event = await readUpstreamEvent(request);
 *   console.log(event.type, event.connectionId);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export async function readUpstreamEvent(
  request: Request,
  options: ReadUpstreamEventOptions = {},
): Promise<UpstreamEvent> {
  return await readEvent(request, bodyLimit(options), options.decodeMessagePack);
}

function bodyLimit({ maxBodyBytes = 1_048_576 }: ReadUpstreamEventOptions): number {
  return numberOption("maxBodyBytes", maxBodyBytes);
}

async function readEvent(
  request: Request,
  maxBodyBytes: number,
  decodeMessagePack: ReadUpstreamEventOptions["decodeMessagePack"],
): Promise<UpstreamEvent> {
  const { headers } = request;
  const connectionId = headers.get("x-asrs-connection-id");
  const hub = headers.get("x-asrs-hub");
  if (request.method !== "POST" || connectionId === null || hub === null) {
    throw invalid("An upstream request must be a POST with the headers X-ASRS-Hub and X-ASRS-Connection-Id");
  }
  const userId = headers.get("x-asrs-user-id");
  const base: UpstreamEventBase = {
    hub,
    connectionId,
    ...(userId === null ? {} : { userId: decodeUpstreamText(userId) }),
    claims: readClaims(headers.get("x-asrs-user-claims")),
    query: readQuery(headers.get("x-asrs-client-query")),
  };
  return { ...base, ...(await readMessage(request, maxBodyBytes, decodeMessagePack)) };
}

function invalid(message: string): SignalRAuthError {
  return new SignalRAuthError("upstream-request-invalid", message);
}

function readClaims(header: string | null): UpstreamEventBase["claims"] {
  if (header === null) return [];
  return header.split(",").flatMap((pair) => {
    // The type may be a URL, so the colon that separates is the one before the space.
    const colon = `${pair} `.indexOf(": ");
    if (colon < 0) return [];
    const [type, value] = [pair.slice(0, colon), pair.slice(colon + 1)];
    return [{ type: decodeUpstreamText(type.trim()), value: decodeUpstreamText(value.trim()) }];
  });
}

function readQuery(header: string | null): URLSearchParams {
  const query = new URLSearchParams(header ?? "");
  query.delete("access_token");
  return query;
}

type Message =
  | { readonly type: "connected" }
  | { readonly type: "disconnected"; readonly error?: string }
  | Pick<InvocationEvent, "type" | "target" | "arguments" | "invocationId">
  | Pick<StreamInvocationEvent, "type" | "target" | "arguments" | "invocationId">;

async function readMessage(
  request: Request,
  maxBodyBytes: number,
  decodeMessagePack: ParseUpstreamRequestOptions["decodeMessagePack"],
): Promise<Message> {
  const bytes = await readBody(request, maxBodyBytes);
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-msgpack") return fromMessagePack(bytes, decodeMessagePack);
  return fromJson(bytes);
}

async function readBody(request: Request, maximum: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body === null) return new Uint8Array(0);
  // Firefox has no `Request.body`, so nothing can be stopped there before it is read.
  if (request.body === undefined) {
    const whole = new Uint8Array(await request.arrayBuffer());
    if (whole.byteLength > maximum) throw tooLong(maximum);
    return whole;
  }
  const reader = request.body.getReader();
  for (;;) {
    // A stream is read in its order.
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maximum) {
      void reader.cancel().catch(() => undefined);
      throw tooLong(maximum);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLong(maximum: number): SignalRAuthError {
  return new SignalRAuthError(
    "upstream-request-too-large",
    `The body of the upstream request exceeds ${maximum} bytes`,
  );
}

function fromJson(bytes: Uint8Array): Message {
  let message: unknown;
  try {
    // Early emulators left the record separator of the hub protocol in.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    message = JSON.parse(text.endsWith("\u001e") ? text.slice(0, -1) : text);
  } catch {
    throw invalid("The body of the upstream request is not JSON");
  }
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    throw invalid("The body of the upstream request must be a JSON object");
  }
  // Names come in both cases: the official emulator writes `Type` and `Error`.
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
      throw invalid("The type of the upstream message must be 1, 4, 10 or 11");
  }
}

function fromMessagePack(bytes: Uint8Array, decode: ((bytes: Uint8Array) => unknown) | undefined): Message {
  if (decode === undefined) {
    throw invalid("The body of the upstream request is MessagePack; pass decodeMessagePack to decode it");
  }
  if (!isBoundedMessagePack(bytes)) {
    throw invalid(
      "The MessagePack body is cut off, nested deeper than 64 levels, or declares more items than it contains",
    );
  }
  let message: unknown;
  try {
    message = decode(bytes);
  } catch {
    throw invalid("The body of the upstream request is not MessagePack");
  }
  if (!Array.isArray(message)) throw invalid("The MessagePack body must be an invocation");
  const [type, , invocationId, target, args] = message as unknown[];
  switch (type) {
    case 1:
      return invocation(invocationId, target, args);
    case 4:
      return streamInvocation(invocationId, target, args);
    default:
      throw invalid("The MessagePack body must be an invocation");
  }
}

function invocation(
  invocationId: unknown,
  target: unknown,
  args: unknown,
): Pick<InvocationEvent, "type" | "target" | "arguments" | "invocationId"> {
  if (typeof target !== "string" || !Array.isArray(args)) {
    throw invalid("An upstream invocation must have a target and a list of arguments");
  }
  const message = { type: "invocation", target, arguments: args as unknown[] } as const;
  return typeof invocationId === "string" ? { ...message, invocationId } : message;
}

function streamInvocation(invocationId: unknown, target: unknown, args: unknown): Message {
  const message = invocation(invocationId, target, args);
  if (message.invocationId === undefined) throw invalid("A stream invocation must have an invocation id");
  return { ...message, type: "streamInvocation", invocationId: message.invocationId };
}
