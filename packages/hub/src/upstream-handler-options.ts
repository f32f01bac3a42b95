import type { ConnectedEvent, DisconnectedEvent, UpstreamEvent } from "@x/auth";
import type { MessagePack } from "./completion.js";
import type { HubContract, MethodName, StreamName } from "./contract.js";
import type { ClientContext, MethodHandler, StreamHandler } from "./handlers.js";
import type { UpstreamVerifier } from "./upstream-verifier.js";

/** Options of {@link createUpstreamHandler}. */
export type UpstreamHandlerOptions<C extends HubContract> = BaseOptions<C> &
  ([MethodName<C>] extends [never]
    ? { readonly methods?: Record<string, never> }
    : {
        /** A handler for each method of the contract. */
        readonly methods: { readonly [N in MethodName<C>]: MethodHandler<C, N> };
      }) &
  ([StreamName<C>] extends [never]
    ? { readonly streams?: Record<string, never> }
    : {
        /** A handler for each stream of the contract. */
        readonly streams: { readonly [N in StreamName<C>]: StreamHandler<C, N> };
      });

interface BaseOptions<C extends HubContract> {
  /** Verifies that a request comes from the service. */
  readonly verify: UpstreamVerifier;
  /**
   * Called when a client has connected. The client receives neither the returned value nor an error. The service does not document
   * the order of events: a call of the client, or its disconnect, may arrive first.
   */
  readonly onConnected?: (event: ConnectedEvent, context: ClientContext<C>) => unknown;
  /** Called when a client has disconnected. */
  readonly onDisconnected?: (event: DisconnectedEvent) => unknown;
  /** MessagePack library, such as `@msgpack/msgpack`, for clients of that protocol. Without it, their requests get a 415 response. */
  readonly messagePack?: MessagePack;
  /** Maximum length of a request body, in bytes. @defaultValue 1048576 (1 MiB) */
  readonly maxBodyBytes?: number;
  /** Timeout of a method call. @defaultValue 30000 */
  readonly timeoutInMs?: number;
  /**
   * Interval at which open streams check whether their client is still connected. Checking is necessary because the service posts
   * the disconnect to one instance of the server, which may not be the one that runs the stream. @defaultValue 15000
   */
  readonly streamCheckInMs?: number;
  /**
   * Called with errors that the client does not receive: errors of handlers, and the reasons of rejected requests.
   *
   * @defaultValue logs unexpected errors with `console.error`, and ignores errors that a client can cause
   */
  readonly onError?: (error: unknown, event?: UpstreamEvent) => void;
}
