import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { ActivityLog } from "./activity/activity-log.js";
import { traceRequest } from "./activity/request-trace.js";
import { AllowedHosts } from "./allowed-hosts.js";
import { AllowedOrigins, anyOrigin } from "./allowed-origins.js";
import { AccessKeys, wellKnownAccessKey } from "./auth/access-keys.js";
import { Authenticator } from "./auth/authenticator.js";
import { TokenVerifier } from "./auth/token-verifier.js";
import { ClientEvents } from "./client-events.js";
import { type Clock, systemClock } from "./clock.js";
import { ConnectionsEndpoint } from "./connections-endpoint.js";
import type { Emulator } from "./emulator.js";
import { createToken } from "./inspector/access.js";
import { ignoreUpgrade } from "./ignore-upgrade.js";
import { Inspector } from "./inspector/inspector.js";
import { listen } from "./listen.js";
import { createServer } from "./node-http.js";
import { EmulatorError } from "./emulator-error.js";
import type { EmulatorOptions } from "./options.js";
import type { Log } from "./log.js";
import { isLoopback } from "./loopback.js";
import { isPublicKeyExposed } from "./public-key.js";
import { RequestDispatcher } from "./request-dispatcher.js";
import type { Fault } from "./rest/fault.js";
import { Faults } from "./rest/faults.js";
import { RestEndpoint } from "./rest/rest-endpoint.js";
import { seededRandom } from "./rest/seeded-random.js";
import { HubRegistry } from "./state/hub-registry.js";
import {
  type RecordedMessage,
  type RecordedRequest,
  recordedMessages,
  recordedRequests,
} from "./testing/recorded.js";
import { InFlight } from "./testing/in-flight.js";
import { type EmulatorSnapshot, waitUntil } from "./testing/snapshot.js";
import { type MessageMatch, waitForMessage } from "./testing/wait-for-message.js";
import { ClientEndpoint } from "./transport/client-endpoint.js";
import { type SessionLimits, defaultLimits } from "./transport/session-limits.js";
import { configuredUpstream } from "./upstream/configured-upstream.js";
import type { Upstream } from "./upstream/upstream.js";

/** Time that clients and requests have to finish when the emulator stops. */
const drainInMs = 1_000;

/** Of it, the time that a client between two polls has to come back. */
const pollDrainInMs = 200;

/** All parts of the emulator together, from the start to the end. */
export class LocalService implements Emulator {
  readonly activity: ActivityLog;
  readonly #options: EmulatorOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #address: string;
  readonly #accessKey: string;
  readonly #keys: AccessKeys;
  readonly #hubs: HubRegistry;
  readonly #faults: Faults;
  readonly #events: ClientEvents;
  readonly #upstream: Upstream;
  readonly #inFlight = new InFlight();
  #listening: Promise<Emulator> | undefined;
  #server: Server | undefined;
  #url: string | undefined;
  #clients: ClientEndpoint | undefined;
  #inspector: Inspector | undefined;
  #cancelHeartbeat: (() => void) | undefined;
  #endWatch: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: EmulatorOptions) {
    const { accessKeys = [wellKnownAccessKey], clock = systemClock, log = (): void => {} } = options;
    const now = (): number => clock.now();
    this.#options = options;
    this.#clock = clock;
    this.#log = log;
    this.#address = options.host ?? "127.0.0.1";
    this.#accessKey = accessKeys[0] ?? wellKnownAccessKey;
    this.#keys = new AccessKeys(accessKeys, now);
    this.#hubs = new HubRegistry(now);
    const seed = options.faultSeed ?? Math.floor(Math.random() * 2 ** 32);
    this.#faults = new Faults(options.faults ?? [], {
      seed,
      log,
    });
    this.activity = new ActivityLog(now, { keep: options.record ?? true });
    this.#upstream = configuredUpstream(options, {
      accessKeys,
      log,
      activity: this.activity,
      random: seededRandom(seed),
      connectionString: () => this.connectionString,
    });
    this.#events = new ClientEvents({
      clock,
      log,
      limits: limitsOf(options.limits),
      allowReconnect: options.allowReconnect ?? true,
      hubs: this.#hubs,
      activity: this.activity,
      upstream: this.#upstream,
      inFlight: this.#inFlight,
    });
  }

  get url(): string {
    if (this.#url === undefined)
      throw new EmulatorError("not-listening", "Call listen() first; the port is not known until then");
    return this.#url;
  }

  get connectionString(): string {
    return `Endpoint=${this.url};AccessKey=${this.#accessKey};Version=1.0;`;
  }

  get inspectorUrl(): string | undefined {
    return this.url === undefined ? undefined : this.#inspector?.pageUrl;
  }

  listen(): Promise<Emulator> {
    if (this.#closing !== undefined)
      return Promise.reject(
        new EmulatorError("cannot-listen", "The emulator is closed; create a new one with createEmulator()"),
      );
    return (this.#listening ??= this.#start().catch((error: unknown) => {
      this.#listening = undefined;
      throw error;
    }));
  }

  async #start(): Promise<Emulator> {
    const options = {
      maxHeaderSize: 16 * 1024,
      // Longer than callers keep idle connections: one that is closed under a send leaves it unknown what became of it.
      keepAliveTimeout: 90_000,
      shouldUpgradeCallback: isWebSocket,
    };
    const server = createServer(options);
    const port = await listen(server, this.#options.port ?? 8888, this.#address);
    server.on("error", (error) => this.#log(`A connection could not be accepted: ${error.message}`));
    this.#server = server;
    this.#url = `http://${reachableName(this.#address)}:${port}`;
    const dispatcher = this.#assemble(this.#url);
    server.on("request", (request: IncomingMessage, response: ServerResponse) =>
      dispatcher.handle(request, response),
    );
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (isWebSocket(request)) dispatcher.upgrade(request, socket, head);
      else ignoreUpgrade(server, request, socket, head);
    });
    this.#beat();
    this.#endWatch = this.#upstream.watch?.();
    return this;
  }

  /** The endpoints, which know their own URL. */
  #assemble(url: string): RequestDispatcher {
    const {
      strictAudience: strict = false,
      acceptUnvalidatedEntraTokens = false,
      accessKeys = [wellKnownAccessKey],
      allowedHosts = [],
      allowedOrigins = accessKeys.includes(wellKnownAccessKey) ? [] : [anyOrigin],
      invokeTimeoutInMs = 30_000,
    } = this.#options;
    const now = (): number => this.#clock.now();
    if (acceptUnvalidatedEntraTokens)
      this.#log("Microsoft Entra tokens are accepted without validation, and anyone can make such a token");
    if (isPublicKeyExposed(this.#options))
      this.#log(
        `Anyone who can reach ${this.#address} can use the emulator: its access key is public. Use --generate-access-key to generate a private key`,
      );
    const hosts = new AllowedHosts(this.#address, allowedHosts);
    const authenticator = new Authenticator(
      new TokenVerifier(this.#keys, { now, strict }),
      { origin: new URL(url).origin, strict, isAllowedHost: (name) => hosts.has(name) },
      { acceptUnvalidatedEntraTokens },
    );
    const clients = new ClientEndpoint(this.#events, authenticator, new AllowedOrigins(allowedOrigins));
    this.#events.sessions = clients.sessions;
    this.#clients = clients;
    const connections = new ConnectionsEndpoint(authenticator, () => clients.sessions.values());
    const rest = new RestEndpoint({
      hubs: this.#hubs,
      authenticator,
      faults: this.#faults,
      log: this.#log,
      service: { url, keys: this.#keys, invokeTimeoutInMs, now },
    });
    const inspector = this.#createInspector(url, clients, rest);
    this.#inspector = inspector;
    return new RequestDispatcher(
      { clients, connections, rest, inspector },
      { hosts, activity: this.activity, log: this.#log, inFlight: this.#inFlight },
    );
  }

  #createInspector(url: string, clients: ClientEndpoint, rest: RestEndpoint): Inspector | undefined {
    const { inspector = isLoopback(this.#address) } = this.#options;
    if (inspector === false) return undefined;
    return new Inspector({
      url,
      token: inspector === true ? createToken() : inspector.token,
      now: () => this.#clock.now(),
      state: { sessions: () => clients.sessions.values(), hubs: () => this.#hubs.values() },
      activity: this.activity,
      rest: (request, response, target) =>
        rest.handle(request, response, target, {
          trace: traceRequest(this.activity, { method: request.method, url: target.raw }),
          authenticated: true,
        }),
    });
  }

  reset(): void {
    // A Map may lose entries while it is walked.
    for (const session of this.#clients?.sessions.values() ?? []) session.close("The emulator was reset");
    this.#hubs.clear();
    this.activity.clear();
    this.#faults.reset();
  }

  get requests(): readonly RecordedRequest[] {
    return recordedRequests(this.activity.recent());
  }

  get messages(): readonly RecordedMessage[] {
    return recordedMessages(this.activity.recent());
  }

  settled(): Promise<void> {
    return this.#inFlight.settled();
  }

  setFaults(faults: Fault | readonly Fault[]): void {
    this.#faults.set(faults);
  }

  waitFor(
    condition: (snapshot: EmulatorSnapshot) => boolean,
    options?: { readonly timeoutInMs?: number },
  ): Promise<void>;
  waitFor(message: MessageMatch, options?: { readonly timeoutInMs?: number }): Promise<RecordedMessage>;
  waitFor(
    awaited: MessageMatch | ((snapshot: EmulatorSnapshot) => boolean),
    { timeoutInMs = 5_000 }: { readonly timeoutInMs?: number } = {},
  ): Promise<void> | Promise<RecordedMessage> {
    return typeof awaited === "function"
      ? waitUntil(this.#hubs, awaited, timeoutInMs)
      : waitForMessage(this.activity, awaited, timeoutInMs);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#stop());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #beat(): void {
    this.#cancelHeartbeat = this.#clock.schedule(() => {
      try {
        const now = this.#clock.now();
        for (const session of this.#clients?.sessions.values() ?? []) session.tick(now);
        for (const hub of this.#hubs.values()) hub.expireMemberships();
        this.#hubs.dropEmpty();
      } catch (error) {
        this.#log(`The heartbeat failed: ${String(error)}`);
      }
      this.#beat();
    }, 1_000);
  }

  async #stop(): Promise<void> {
    await this.#listening?.catch(() => {});
    this.#cancelHeartbeat?.();
    this.#endWatch?.();
    const server = this.#server;
    if (server === undefined) return;
    this.#inspector?.close();
    for (const session of this.#clients?.sessions.values() ?? []) session.close(undefined, true);
    await this.#waitForPolls();
    const stopped = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    server.closeIdleConnections();
    // Upgraded sockets are no longer the HTTP server's: closeAllConnections() would leave them.
    const timer = setTimeout(() => {
      server.closeAllConnections();
      this.#clients?.terminate();
    }, drainInMs);
    await stopped;
    clearTimeout(timer);
  }

  /** A client between two polls comes back at once; after the end of the server it could not fetch its Close. */
  async #waitForPolls(): Promise<void> {
    const deadline = performance.now() + pollDrainInMs;
    while (this.#clients?.sessions.hasUndelivered === true && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** One that is left undefined has its default too. */
function limitsOf(given: Partial<SessionLimits> = {}): SessionLimits {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaultLimits, ...Object.fromEntries(entries) };
}

/** Some clients ask for HTTP/2 on every request; they go on in HTTP/1.1. */
function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

/** Where the emulator can be reached from here: an address that stands for all of them is none to connect to. */
function reachableName(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
