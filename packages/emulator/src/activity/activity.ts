import type { OperationId } from "../../generated/index.js";

/** An event in the emulator. `kind` discriminates between the types. Activities contain no keys or tokens. */
export type Activity =
  | RequestActivity
  | ConnectedActivity
  | DisconnectedActivity
  | MessageActivity
  | WebhookActivity;

interface ActivityBase {
  /** Sequence number, starting from 1. It is not reset by `reset()`. */
  readonly id: number;
  /** Time of the event on the emulator's clock, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/**
 * A request and its response: a REST call, a negotiate request, or a request that a transport rejected. Requests that carry the
 * messages of a connection are not included.
 */
export interface RequestActivity extends ActivityBase {
  readonly kind: "request";
  readonly method: string;
  /** Path and query as received, with the values of credentials replaced by `***`. */
  readonly path: string;
  /** The REST operation. Absent if the request does not match one. */
  readonly operationId?: OperationId;
  readonly hub?: string;
  /** Status code of the response. Absent if the connection was closed without a response. */
  readonly status?: number;
  /** Why the request failed. */
  readonly reason?: string;
  readonly durationMs: number;
  readonly requestBody?: ActivityBody;
  readonly responseBody?: ActivityBody;
}

/** A client completed its handshake. */
export interface ConnectedActivity extends ActivityBase {
  readonly kind: "connected";
  readonly hub: string;
  readonly connectionId: string;
  readonly userId?: string;
  /** `WebSockets`, `ServerSentEvents` or `LongPolling`. */
  readonly transport: string;
  /** `json` or `messagepack`. */
  readonly protocol: string;
}

/** A client disconnected. If it failed before completing the handshake, there is no `connected` activity. */
export interface DisconnectedActivity extends ActivityBase {
  readonly kind: "disconnected";
  readonly hub: string;
  readonly connectionId: string;
  readonly userId?: string;
  readonly reason?: string;
}

/** A hub protocol message, from a client or to any number of clients. */
export interface MessageActivity extends ActivityBase {
  readonly kind: "message";
  readonly hub: string;
  readonly direction: "toClients" | "fromClient";
  readonly type: "invocation" | "streamInvocation" | "streamItem" | "completion";
  /** Name of the method or event. Absent for stream items and completions, which belong to an earlier invocation. */
  readonly target?: string;
  /** ID of the invocation. Present on invocations that expect a response, and on their stream items and completions. */
  readonly invocationId?: string;
  /** As JSON: the list of arguments, the stream item, or the result of a completion. */
  readonly arguments?: ActivityBody;
  /** The error of a completion. */
  readonly error?: string;
  /** Description of the receivers, such as `everyone` or `group g1 except c2`. Absent for messages from a client. */
  readonly to?: string;
  /** Number of connections that the message was sent to. Absent for messages from a client. */
  readonly receivers?: number;
  /** The connections that the message was sent to, in sending order; only the first 1,000. */
  readonly receivedBy?: readonly Receiver[];
  /** The REST operation that sent the message. */
  readonly operationId?: OperationId;
  /** The client that sent the message, or the only receiver. */
  readonly connectionId?: string;
  readonly userId?: string;
}

/** A connection that a message was sent to. */
export interface Receiver {
  readonly connectionId: string;
  readonly userId?: string;
}

/** An event that was posted to an upstream, and its outcome. */
export interface WebhookActivity extends ActivityBase {
  readonly kind: "webhook";
  readonly hub: string;
  /** `connected`, `disconnected`, or the name of the called method. */
  readonly event: string;
  readonly connectionId: string;
  /** URL of the webhook. Query values that look like secrets are replaced by `***`. */
  readonly url: string;
  /** Status code of the response. Absent if there was no response. */
  readonly status?: number;
  readonly durationMs: number;
  readonly requestBody?: ActivityBody;
  readonly responseBody?: ActivityBody;
  /** Why the event was not handled. */
  readonly reason?: string;
}

/** A request, response or message body. Long bodies are truncated. */
export interface ActivityBody {
  readonly contentType: string;
  /** The body as text. MessagePack is converted to JSON; for other binary data, the text is its size. */
  readonly text: string;
  /** Size of the complete body, in bytes. */
  readonly bytes: number;
  /** Whether `text` is truncated. */
  readonly cut: boolean;
}

type WithoutStamp<A> = A extends Activity ? Omit<A, "id" | "at"> : never;

/** An activity to which the log has not yet assigned `id` and `at`. */
export type NewActivity = WithoutStamp<Activity>;
