import type { HubProtocol } from "../protocol/hub-protocol.js";
import type { Claims } from "../auth/claims.js";

/** The connection an upstream event is about. */
export interface UpstreamConnection {
  /** Hub of the client, in lower case, with its application's prefix. */
  readonly hub: string;
  /** The client's connection. */
  readonly connectionId: string;
  /** `undefined` for an anonymous client. */
  readonly userId: string | undefined;
  /** Claims of the client's token. */
  readonly claims: Claims;
  /** Query of the client's request, with `?`, without its token. */
  readonly query: string;
}

/** Something a client did that a serverless application handles. */
export type ClientEvent = UpstreamConnection &
  (
    | {
        /** A client came or went. */
        readonly category: "connections";
        /** It came. */
        readonly event: "connected";
      }
    | {
        /** A client came or went. */
        readonly category: "connections";
        /** It went. */
        readonly event: "disconnected";
        /** Why, where it was not a clean close. */
        readonly error?: string;
      }
    | {
        /** A client calls. */
        readonly category: "messages";
        /** The target the client calls. */
        readonly event: string;
        /** What the client passed. */
        readonly arguments: readonly unknown[];
        /** Absent when the client does not wait for an answer. For a stream it is the `streamId` of the REST API. */
        readonly invocationId?: string;
        /** Whether the client expects a stream. */
        readonly stream: boolean;
      }
  );

/** What becomes of a client's call: a record for it, nothing, or the end of its connection with a reason. */
export type UpstreamAnswer = Buffer | { readonly disconnect: string } | undefined;

/** Where events go. */
export interface Upstream {
  /** Resolves once the upstream has answered, whatever it did. */
  notify(event: ClientEvent): Promise<void>;
  invoke(
    event: ClientEvent & { readonly category: "messages" },
    protocol: HubProtocol,
  ): Promise<UpstreamAnswer>;
  /** Follows changes of its settings, where they can change. @returns a function that ends it. */
  readonly watch?: () => () => void;
}
