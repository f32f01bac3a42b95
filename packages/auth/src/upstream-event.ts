/** What every event tells. */
export interface UpstreamEventBase {
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
