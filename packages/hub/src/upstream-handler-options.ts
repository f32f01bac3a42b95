import type { ConnectedEvent, DisconnectedEvent, UpstreamEvent } from "@x/auth";
import type { MessagePack } from "./completion.js";
import type { HubContract, MethodName, StreamName } from "./contract.js";
import type { ClientContext, MethodHandler, StreamHandler } from "./handlers.js";
import type { UpstreamVerifier } from "./upstream-verifier.js";

/** The handlers of a hub, and how requests are checked. */
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
  /** Whether a request comes from the service. */
  readonly verify: UpstreamVerifier;
  /**
   * A client has connected. Nothing that is returned reaches it, and neither does an error. The order in which the service
   * posts events is not documented: a call of the client, or its end, may come first.
   */
  readonly onConnected?: (event: ConnectedEvent, context: ClientContext<C>) => unknown;
  /** A client has gone. */
  readonly onDisconnected?: (event: DisconnectedEvent) => unknown;
  /** Reads and writes MessagePack, for clients of that protocol: `@msgpack/msgpack`. Without it they get a 415. */
  readonly messagePack?: MessagePack;
  /** Longest body that is read. @defaultValue 1048576 (1 MiB) */
  readonly maxBodyBytes?: number;
  /** How long a method may take. @defaultValue 30000 */
  readonly timeoutInMs?: number;
  /**
   * How often the service is asked whether the client of an open stream is still there. The end of a client is told to one
   * instance of the server, which need not be the one with the stream. @defaultValue 15000
   */
  readonly streamCheckInMs?: number;
  /**
   * Told what the client is not told: errors of handlers, and refused requests.
   *
   * @defaultValue `console.error` for errors of handlers, nothing for what a client did wrong
   */
  readonly onError?: (error: unknown, event?: UpstreamEvent) => void;
}
