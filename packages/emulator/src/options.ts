import type { Clock } from "./clock.js";
import type { Log } from "./log.js";
import type { Fault } from "./rest/fault.js";
import type { SessionLimits } from "./transport/session-limits.js";
import type { NoUpstream } from "./upstream/no-upstream.js";
import type { EmulatorSettings } from "./upstream/settings-document.js";
import type { HubUpstreamHandler, UpstreamHandler } from "./upstream/upstream-handler.js";

/** Options of {@link createEmulator}. */
export interface EmulatorOptions {
  /** Port to listen on; 0 picks a free port. Default: 8888. */
  readonly port?: number;
  /** Address to listen on. Default: `127.0.0.1`. */
  readonly host?: string;
  /**
   * Access keys. Tokens signed with any of them are accepted, and the first is part of the connection string. Default: the
   * public key of Microsoft's emulator, which is accepted only on loopback unless `allowPublicKey` is set.
   */
  readonly accessKeys?: readonly string[];
  /**
   * Allows the public access key on an address that is not loopback. Anyone who can reach the emulator can then control it, and a
   * warning is logged. Set it for containers whose port is published only on loopback, as .NET Aspire does. Default: `false`.
   */
  readonly allowPublicKey?: boolean;
  /**
   * Path of a `settings.json` file or of the folder that contains it, or the settings themselves. Options of this interface take
   * precedence over it.
   */
  readonly config?: string | EmulatorSettings;
  /**
   * Handles client events (connect, disconnect and hub method calls) in this process, for example `(request) => app.fetch(request)`.
   * It receives the request that the service would post to a webhook, signed with the access keys. The URL of the request is that
   * of the matching template in `config`, or `http://localhost/upstream`. Default: events go to the webhooks in `config`; see
   * also `noUpstream`.
   */
  readonly upstream?: UpstreamHandler;
  /**
   * Upstream handlers of individual hubs, which take precedence over `upstream`. Each function is called once, when the emulator
   * starts to listen, and returns the handler of its hub, for example `createUpstreamHandler(…)` of `@x/hub`.
   */
  readonly hubs?: readonly ((connectionString: string) => HubUpstreamHandler)[];
  /**
   * Delays each client event by a random time of up to 20 ms, so that events arrive out of order: the service does not guarantee
   * their order. The same `faultSeed` reproduces the delays. Default: `false`.
   */
  readonly shuffleUpstream?: boolean;
  /**
   * What happens to calls that no upstream handles. `error` fails the call with a message that explains how to configure an
   * upstream; `ignore` never responds, like Microsoft's emulator; `disconnect` closes the connection, like the service.
   * Default: `error`.
   */
  readonly noUpstream?: NoUpstream;
  /** Faults to inject into REST requests. Default: none. */
  readonly faults?: readonly Fault[] | Fault;
  /** Seed of the random choices of `faults` and `shuffleUpstream`, an integer. Default: random; the seed is logged. */
  readonly faultSeed?: number;
  /** Source of the current time and of timers. Default: the system clock. */
  readonly clock?: Clock;
  /** Accepts only audiences that equal the request URL without its query. Default: `false`. */
  readonly strictAudience?: boolean;
  /**
   * Accepts REST calls whose bearer token has the audience `https://signalr.azure.com`, without validating its signature, issuer,
   * tenant or roles; only `exp` and `nbf` are checked. Anyone who can reach the emulator can create such a token, so this option
   * is rejected on addresses other than loopback. Default: `false`.
   */
  readonly acceptUnvalidatedEntraTokens?: boolean;
  /** Additional host names that the emulator accepts in the `Host` header. */
  readonly allowedHosts?: readonly string[];
  /**
   * Origins whose pages may connect as clients, such as `https://app.example`, or `*` for any origin. Loopback origins and requests
   * without an `Origin` header, which do not come from a page, are always allowed. Default: with the public access key no other
   * origin, because any page could sign a token for any user; with your own keys any origin, like the service.
   */
  readonly allowedOrigins?: readonly string[];
  /** Whether clients that a REST call disconnects may reconnect automatically. Default: `true`, like Microsoft's emulator. */
  readonly allowReconnect?: boolean;
  /** How long `invokeConnection` waits for the result of the client, at most 2,147,483,647 ms. Default: 30,000. */
  readonly invokeTimeoutInMs?: number;
  /** Limits of client connections. Durations are at most 2,147,483,647 ms, other limits are integers. Each has a default. */
  readonly limits?: Partial<SessionLimits>;
  /**
   * Whether to keep activities for `activity.recent()`, `requests`, `messages` and waiting for messages. Bodies are truncated to
   * 64 KB. Default: `true`.
   */
  readonly record?: boolean;
  /**
   * Receives log lines, which never contain a key or token. `about` is the kind of the activity that reports the same event.
   * Default: nothing is logged.
   */
  readonly log?: Log;
  /**
   * Serves the inspector, a page at `/` that shows the activity of the emulator. Anyone who has its URL can also send messages
   * and close connections. Default: enabled if the emulator listens on loopback; `true` enables it on any address, `false`
   * disables it. Pass a `token` of 32 to 128 letters, digits, `-` or `_` to keep `inspectorUrl` the same across restarts; by
   * default it is random.
   */
  readonly inspector?: boolean | { readonly token: string };
}
