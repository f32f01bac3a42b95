import type { HubProtocol } from "../protocol/hub-protocol.js";
import { printable } from "../printable.js";
import type { Claims } from "../auth/token-verifier.js";

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

/**
 * Something a client did that a serverless application handles, as the emulator hands it to a function in its own process.
 * It is not the `UpstreamEvent` of `@x/auth`, which a webhook reads from a request with `parseUpstreamRequest`: that one has
 * `type` and `target` where this one has `category` and `event`; a stream is a type there and `stream: true` here.
 */
export type UpstreamEvent = UpstreamConnection &
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

/**
 * Handles what clients do, inside the process. The return value of a message is the result of the client's `invoke()`,
 * an error makes it fail. A stream is answered with the REST operations sendToStream and completeStream instead.
 */
export type UpstreamHandler = (event: UpstreamEvent) => unknown;

/** What becomes of a client's call: a record for it, nothing, or the end of its connection with a reason. */
export type UpstreamAnswer = Buffer | { readonly disconnect: string } | undefined;

/** Where events go. */
export interface Upstream {
  notify(event: UpstreamEvent): void;
  invoke(
    event: UpstreamEvent & { readonly category: "messages" },
    protocol: HubProtocol,
  ): Promise<UpstreamAnswer>;
  /** Follows changes of its settings, where they can change. @returns a function that ends it. */
  readonly watch?: () => () => void;
}

/** An upstream in the same process. */
export function handlerUpstream(handler: UpstreamHandler, log: (line: string) => void): Upstream {
  return {
    notify(event) {
      Promise.resolve()
        .then(() => handler(event))
        .catch((error: unknown) =>
          log(`The upstream handler failed on '${printable(event.event)}': ${messageOf(error)}`),
        );
    },
    async invoke(event, protocol) {
      const { invocationId } = event;
      try {
        const result: unknown = await handler(event);
        if (invocationId === undefined || event.stream) return undefined;
        return protocol.encode(
          result === undefined ? { type: 3, invocationId } : { type: 3, invocationId, result },
        );
      } catch (error) {
        if (invocationId === undefined) {
          log(`The upstream handler failed on '${printable(event.event)}': ${messageOf(error)}`);
          return undefined;
        }
        return protocol.encode({ type: 3, invocationId, error: messageOf(error) });
      }
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
