import type { Clock } from "./clock.js";
import type { Log } from "./log.js";
import type { Fault } from "./rest/fault.js";
import type { SessionLimits } from "./transport/session-limits.js";
import type { NoUpstream } from "./upstream/no-upstream.js";
import type { EmulatorSettings } from "./upstream/settings-document.js";
import type { HubUpstreamHandler, UpstreamHandler } from "./upstream/upstream-handler.js";

/** Options of {@link createEmulator}. */
export interface EmulatorOptions {
  /** Port to listen on. Default 8888; 0 takes a free one. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /**
   * Keys that sign tokens, the first one is in the connection string. Default: the public key of Microsoft's emulator,
   * which is refused on an address other than loopback unless `allowPublicKey` is true.
   */
  readonly accessKeys?: readonly string[];
  /**
   * Take the public key also on an address that others can reach, for a container whose port is published on loopback:
   * .NET Aspire starts its emulators so. Anyone who can reach the emulator can do everything with it, which is logged.
   * Default false.
   */
  readonly allowPublicKey?: boolean;
  /** Path of a `settings.json` or of its folder, or its content. Options given here win over it. */
  readonly config?: string | EmulatorSettings;
  /**
   * Answers what clients do, their calls and when they come and go, in this process: `(request) => app.fetch(request)`.
   * The request is the one that the service would post, signed with the access keys. Its URL is `http://localhost/upstream`,
   * or that of the template in `config`. Without it see `noUpstream`.
   */
  readonly upstream?: UpstreamHandler;
  /**
   * Handlers of single hubs, which come before `upstream`. Each function is called once, when the emulator listens, and
   * returns what answers the requests of its hub, for example `createUpstreamHandler(…)` of `@x/hub`.
   */
  readonly hubs?: readonly ((connectionString: string) => HubUpstreamHandler)[];
  /**
   * Posts the events of clients after random waits of up to 20 ms each, so that they come in another order: no order is
   * promised by the service. `faultSeed` repeats the waits. Default false.
   */
  readonly shuffleUpstream?: boolean;
  /**
   * What becomes of calls that no upstream handles: `error` fails them, saying how to configure one; `ignore` leaves them
   * unanswered, as Microsoft's emulator does; `disconnect` ends the connection, as the service does. Default `error`.
   */
  readonly noUpstream?: NoUpstream;
  /** Failures to play. */
  readonly faults?: readonly Fault[] | Fault;
  /** An integer that repeats which requests faults with a `rate` hit. Default: another one each time; it is logged. */
  readonly faultSeed?: number;
  /** Source of time. Default: the system's. */
  readonly clock?: Clock;
  /** Take only audiences that are exactly the request URL without query. Default false. */
  readonly strictAudience?: boolean;
  /**
   * Let REST callers in whose bearer token has the audience `https://signalr.azure.com`, without checking its signature,
   * issuer, tenant or roles: only `exp` and `nbf`. Anyone who can reach the emulator can make such a token, so it is refused
   * on an address other than loopback. Default false.
   */
  readonly acceptUnvalidatedEntraTokens?: boolean;
  /** Further host names that requests may be addressed to. */
  readonly allowedHosts?: readonly string[];
  /**
   * Origins whose pages may connect as clients, in addition to those of loopback: `https://app.example`, or `*` for any. Requests
   * without an `Origin`, which do not come from a page, always may. Default: none with the public access key, since with it
   * every page could sign a token for any user; any with keys of your own, as in the service.
   */
  readonly allowedOrigins?: readonly string[];
  /** Whether a close by REST tells clients that they may reconnect. Default true, as Microsoft's emulator does. */
  readonly allowReconnect?: boolean;
  /** How long `invokeConnection` waits for the client, up to 2,147,483,647 ms. Default 30,000 ms. */
  readonly invokeTimeoutInMs?: number;
  /** Bounds of a connection, each with a default: times up to 2,147,483,647 ms, the others integers. */
  readonly limits?: Partial<SessionLimits>;
  /**
   * Whether activities are kept for `activity.recent()`, bodies cut to 64 KB. Default true; without it and without a
   * subscriber nothing is even described.
   */
  readonly record?: boolean;
  /**
   * Receives one line for each thing worth knowing; never a key or token. `about` is the kind of the activity that says
   * the same. Default: nothing is logged.
   */
  readonly log?: Log;
  /**
   * The page at `/` that shows what happens, and lets anyone who has its URL send and close. Default: on while the emulator
   * listens on loopback; `true` has it on any address, `false` on none. A `token` of 32 to 128 letters, digits, `-` or `_`
   * keeps `inspectorUrl` the same over restarts; without one it is random.
   */
  readonly inspector?: boolean | { readonly token: string };
}
