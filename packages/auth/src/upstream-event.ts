/** What every event tells. */
export interface UpstreamEventBase {
  /** Name of the client's hub as the service sends it, including the application prefix. */
  readonly hub: string;
  /** ID of the client's connection. This is the only value that the signature authenticates. */
  readonly connectionId: string;
  /**
   * User ID of the client, or absent for an anonymous client. Not authenticated by the signature. Percent-encoding, which the
   * emulator uses for characters outside printable ASCII, is decoded. That is our choice: the service documents no encoding.
   */
  readonly userId?: string;
  /**
   * Claims of the client's token, decoded like the user ID. Never authorize based on claims alone: the signature does not
   * authenticate them, and the header is a comma-separated list without escaping, so a value with a comma is read as two claims
   * (`signClientToken` rejects such values, other issuers may not). Look up the permissions of `userId` in your own store.
   */
  readonly claims: readonly { readonly type: string; readonly value: string }[];
  /** Query of the client's connect request, without the access token. */
  readonly query: URLSearchParams;
}

/** Sent when a client has connected. */
export interface ConnectedEvent extends UpstreamEventBase {
  /** Discriminator of {@link UpstreamEvent}. */
  readonly type: "connected";
}

/** Sent when a client has disconnected. */
export interface DisconnectedEvent extends UpstreamEventBase {
  /** Discriminator of {@link UpstreamEvent}. */
  readonly type: "disconnected";
  /** Why the connection was closed. Absent after a clean close. */
  readonly error?: string;
}

/** Sent when a client calls a hub method. */
export interface InvocationEvent extends UpstreamEventBase {
  /** Discriminator of {@link UpstreamEvent}. */
  readonly type: "invocation";
  /** Name of the method, as the client sent it. */
  readonly target: string;
  /** Arguments of the call. Validate them: a client can send any values. */
  readonly arguments: readonly unknown[];
  /** ID of the call. Present if the client waits for a result. */
  readonly invocationId?: string;
}

/**
 * Sent when a client opens a stream (`connection.stream(…)`). Respond with 204, send the items with the operation `sendToStream`
 * (pass `invocationId` as `streamId`), and finish with `completeStream`.
 *
 * That the service posts streams in this form (message type 4) is inferred from
 * [Azure/azure-signalr#2132](https://github.com/Azure/azure-signalr/issues/2132). The emulator does.
 */
export interface StreamInvocationEvent extends UpstreamEventBase {
  /** Discriminator of {@link UpstreamEvent}. */
  readonly type: "streamInvocation";
  /** Name of the stream method, as the client sent it. */
  readonly target: string;
  /** Arguments of the call. Validate them: a client can send any values. */
  readonly arguments: readonly unknown[];
  /** The `streamId` of `sendToStream` and `completeStream`. */
  readonly invocationId: string;
}

/** An event that the service posts to an upstream endpoint. `type` discriminates between the four kinds. */
export type UpstreamEvent = ConnectedEvent | DisconnectedEvent | InvocationEvent | StreamInvocationEvent;
