import type { OperationId } from "../../generated/index.js";

/** Something that happened in the emulator, for people who watch and for tests. Holds no key and no token. */
export type Activity =
  | RequestActivity
  | ConnectedActivity
  | DisconnectedActivity
  | MessageActivity
  | WebhookActivity;

interface ActivityBase {
  /** Counts up from 1, and goes on over a reset. */
  readonly id: number;
  /** Milliseconds since the Unix epoch, by the emulator's clock. */
  readonly at: number;
}

/**
 * A request and its answer: REST, negotiate, or one that a transport refused. The requests by which a connection carries
 * its messages are left out.
 */
export interface RequestActivity extends ActivityBase {
  readonly kind: "request";
  readonly method: string;
  /** Path and query as they came; values that hold a credential are replaced by `***`. */
  readonly path: string;
  /** Absent when no operation of the REST API was meant. */
  readonly operationId?: OperationId;
  readonly hub?: string;
  /** Absent when the connection ended without an answer. */
  readonly status?: number;
  /** Why it was not answered with success. */
  readonly reason?: string;
  readonly durationMs: number;
  readonly requestBody?: ActivityBody;
  readonly responseBody?: ActivityBody;
}

/** A client finished its handshake. */
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

/** A client is gone. One that failed before its handshake was never `connected`. */
export interface DisconnectedActivity extends ActivityBase {
  readonly kind: "disconnected";
  readonly hub: string;
  readonly connectionId: string;
  readonly userId?: string;
  readonly reason?: string;
}

/** A hub protocol message: from a client, or to any number of them. */
export interface MessageActivity extends ActivityBase {
  readonly kind: "message";
  readonly hub: string;
  readonly direction: "toClients" | "fromClient";
  readonly type: "invocation" | "streamInvocation" | "streamItem" | "completion";
  /** What is called. Absent for items and completions, which belong to an earlier invocation. */
  readonly target?: string;
  /** Present when an answer is expected, and on what answers it. */
  readonly invocationId?: string;
  /** JSON: the arguments as a list, the item of a stream, or the result of a completion. */
  readonly arguments?: ActivityBody;
  /** Why a call failed: a completion with an error. */
  readonly error?: string;
  /** Whom it is for, in words: `everyone`, `group g1 except c2`. Absent for messages from a client. */
  readonly to?: string;
  /** How many connections it was sent to. Absent for messages from a client. */
  readonly receivers?: number;
  /** Those connections, in the order of sending; at most the first 1,000. */
  readonly receivedBy?: readonly Receiver[];
  /** The REST operation that sent it. */
  readonly operationId?: OperationId;
  /** The client that sent it, or the only one that it is for. */
  readonly connectionId?: string;
  readonly userId?: string;
}

/** A connection that a message was sent to. */
export interface Receiver {
  readonly connectionId: string;
  readonly userId?: string;
}

/** An event that was posted to a webhook of the settings, and what came of it. */
export interface WebhookActivity extends ActivityBase {
  readonly kind: "webhook";
  readonly hub: string;
  /** `connected`, `disconnected`, or the target of a call. */
  readonly event: string;
  readonly connectionId: string;
  /** Where it was posted to; values of the query that look like a secret are replaced by `***`. */
  readonly url: string;
  /** Absent when there was no answer. */
  readonly status?: number;
  readonly durationMs: number;
  readonly requestBody?: ActivityBody;
  readonly responseBody?: ActivityBody;
  /** Why the event was not handled. */
  readonly reason?: string;
}

/** A body, cut to what a person may want to read. */
export interface ActivityBody {
  readonly contentType: string;
  /** MessagePack is shown as JSON, other bytes as their size. */
  readonly text: string;
  /** Size before cutting. */
  readonly bytes: number;
  /** Whether `text` is only the beginning. */
  readonly cut: boolean;
}

type WithoutStamp<A> = A extends Activity ? Omit<A, "id" | "at"> : never;

/** An activity before the log numbers it and gives it its time. */
export type NewActivity = WithoutStamp<Activity>;
