import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Activity } from "./activity/activity.js";
import { ActivityLog } from "./activity/activity-log.js";
import { messageActivity, receiversOf } from "./activity/message-activity.js";
import { RequestTrace } from "./activity/request-trace.js";
import { AccessKeys, wellKnownAccessKey } from "./auth/access-keys.js";
import { Authenticator } from "./auth/authenticator.js";
import { TokenVerifier } from "./auth/token-verifier.js";
import { type Clock, systemClock } from "./clock.js";
import { ConnectionsEndpoint } from "./connections-endpoint.js";
import { endSocket } from "./end-socket.js";
import { createToken } from "./inspector/access.js";
import { Inspector } from "./inspector/inspector.js";
import { listen } from "./listen.js";
import { createServer } from "./node-http.js";
import { EmulatorError, type EmulatorOptions, type Log, checkOptions, isLoopback } from "./options.js";
import type { HubProtocol } from "./protocol/hub-protocol.js";
import type { HubMessage, Invocation } from "./protocol/message.js";
import { type Fault, Faults } from "./rest/faults.js";
import { RestEndpoint } from "./rest/rest-endpoint.js";
import { HubRegistry } from "./state/hub-registry.js";
import {
  type RecordedMessage,
  type RecordedRequest,
  recordedMessages,
  recordedRequests,
} from "./testing/recorded.js";
import { type EmulatorSnapshot, waitUntil } from "./testing/snapshot.js";
import { type MessageMatch, waitForMessage } from "./testing/wait-for-message.js";
import { ClientEndpoint } from "./transport/client-endpoint.js";
import type { Session } from "./transport/session.js";
import { type SessionHost, type SessionLimits, defaultLimits } from "./transport/session-host.js";
import { TurnScheduler } from "./transport/turn-scheduler.js";
import { configuredUpstream } from "./upstream/configured-upstream.js";
import type { Upstream, UpstreamConnection } from "./upstream/upstream.js";

/** A local Azure SignalR Service. Made by {@link createEmulator}. */
export interface Emulator extends AsyncDisposable {
  /** Starts to listen. @throws {EmulatorError} `port-in-use`, `cannot-listen`. */
  listen(): Promise<Emulator>;
  /** `Endpoint=http://127.0.0.1:8888;AccessKey=…;Version=1.0;` with the real port. @throws {EmulatorError} before listen(). */
  readonly connectionString: string;
  /** Origin, without a trailing slash. @throws {EmulatorError} before listen(). */
  readonly url: string;
  /**
   * Where the page that shows what happens is opened; its token is for whoever may send and close. Undefined while there
   * is no page. @throws {EmulatorError} before listen().
   */
  readonly inspectorUrl: string | undefined;
  /** What happens, as it happens, and the latest of it. */
  readonly activity: {
    /** Calls the listener with each activity from now on. @returns a function that ends it. */
    subscribe(listener: (activity: Activity) => void): () => void;
    /** The latest 10,000 activities, the oldest first. */
    recent(): readonly Activity[];
  };
  /** Closes every connection and forgets all hubs, groups, users and activities; faults are those of the options again. */
  reset(): void;
  /**
   * Resolves once the condition holds; it is asked at once and then every 5 ms.
   *
   * @throws {EmulatorError} `timeout` after `timeoutInMs`, 5,000 by default.
   */
  waitFor(
    condition: (snapshot: EmulatorSnapshot) => boolean,
    options?: { readonly timeoutInMs?: number },
  ): Promise<void>;
  /**
   * Resolves to the first message that matches, also one that was sent before.
   *
   * @throws {EmulatorError} `timeout` after `timeoutInMs`, 5,000 by default; it says what was sent instead.
   */
  waitFor(message: MessageMatch, options?: { readonly timeoutInMs?: number }): Promise<RecordedMessage>;
  /** The requests since the last reset, the oldest first; 10,000 activities are kept. */
  readonly requests: readonly RecordedRequest[];
  /** The messages since the last reset, to clients and from them, the oldest first. */
  readonly messages: readonly RecordedMessage[];
  /** Plays these failures from the next request on, instead of others; `reset()` goes back to those of the options. */
  setFaults(faults: Fault | readonly Fault[]): void;
  /** Tells clients that they may reconnect, and stops. Safe to call more than once. */
  close(): Promise<void>;
}

/** Time that clients and requests have to finish when the emulator stops. */
const drainInMs = 1_000;

/** Of it, the time that a client between two polls has to come back. */
const pollDrainInMs = 200;

const hostRefused = "This host name is not served here";

/**
 * A local Azure SignalR Service for development and tests: the data-plane REST API 2024-12-01 and the client endpoint.
 *
 * @throws {EmulatorError} `invalid-option`, `invalid-config`.
 * @example
 * ```ts
 * import { createEmulator } from "@x/emulator";
 *
 * const emulator = await createEmulator({ port: 0 }).listen();
 * console.log(emulator.connectionString);
 * await emulator.close();
 * ```
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  checkOptions(options);
  return new LocalService(options);
}

class LocalService implements Emulator, SessionHost {
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly scheduler = new TurnScheduler();
  readonly allowReconnect: boolean;
  readonly log: Log;
  readonly activity: ActivityLog;
  readonly #options: EmulatorOptions;
  readonly #host: string;
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #accessKey: string;
  readonly #keys: AccessKeys;
  readonly #hubs: HubRegistry;
  readonly #upstream: Upstream;
  #listening: Promise<Emulator> | undefined;
  readonly #faults: Faults;
  #server: Server | undefined;
  #url: string | undefined;
  #clients: ClientEndpoint | undefined;
  #rest: RestEndpoint | undefined;
  #connections: ConnectionsEndpoint | undefined;
  #inspector: Inspector | undefined;
  #cancelHeartbeat: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: EmulatorOptions) {
    const accessKeys = options.accessKeys ?? [wellKnownAccessKey];
    this.#options = options;
    this.clock = options.clock ?? systemClock;
    this.limits = { ...defaultLimits, ...options.limits };
    this.allowReconnect = options.allowReconnect ?? true;
    this.log = options.log ?? ((): void => {});
    this.#host = options.host ?? "127.0.0.1";
    this.#allowedHosts = new Set(options.allowedHosts?.map((name) => name.toLowerCase()));
    this.#accessKey = accessKeys[0] ?? wellKnownAccessKey;
    const now = (): number => this.clock.now();
    this.#faults = new Faults(options.faults ?? [], {
      seed: options.faultSeed ?? Math.floor(Math.random() * 2 ** 32),
      log: this.log,
    });
    this.#keys = new AccessKeys(accessKeys, now);
    this.#hubs = new HubRegistry(now);
    this.activity = new ActivityLog(now, { keep: options.record ?? true });
    this.#upstream = configuredUpstream(options, accessKeys, this.log, this.activity);
  }

  now(): number {
    return this.clock.now();
  }

  get url(): string {
    if (this.#url === undefined)
      throw new EmulatorError("not-listening", "Call listen() first: the port is not known before");
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
        new EmulatorError("cannot-listen", "The emulator was closed; make another one with createEmulator()"),
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
      // Some clients ask for HTTP/2 on every request; they go on in HTTP/1.1.
      shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === "websocket",
    };
    const server = createServer(options, (request, response) => this.#handle(request, response));
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    );
    const port = await listen(server, this.#options.port ?? 8888, this.#host);
    server.on("error", (error) => this.log(`A connection could not be accepted: ${error.message}`));
    this.#server = server;
    this.#url = `http://${reachableName(this.#host)}:${port}`;
    const strict = this.#options.strictAudience ?? false;
    const now = (): number => this.clock.now();
    const acceptUnvalidatedEntraTokens = this.#options.acceptUnvalidatedEntraTokens ?? false;
    if (acceptUnvalidatedEntraTokens)
      this.log("Microsoft Entra tokens are let in without validating them: anybody can make one");
    const authenticator = new Authenticator(
      new TokenVerifier(this.#keys, { now, strict }),
      { origin: new URL(this.#url).origin, strict, isAllowedHost: (name) => this.#isAllowedHost(name) },
      { acceptUnvalidatedEntraTokens },
    );
    const clients = new ClientEndpoint(this, authenticator);
    this.#clients = clients;
    this.#connections = new ConnectionsEndpoint(authenticator, () => clients.sessions);
    this.#rest = new RestEndpoint({
      hubs: this.#hubs,
      authenticator,
      faults: this.#faults,
      log: this.log,
      service: {
        url: this.#url,
        keys: this.#keys,
        invokeTimeoutInMs: this.#options.invokeTimeoutInMs ?? 30_000,
        now,
      },
    });
    this.#inspector = this.#createInspector(this.#url);
    this.#beat();
    return this;
  }

  #createInspector(url: string): Inspector | undefined {
    const { inspector = isLoopback(this.#host) } = this.#options;
    if (inspector === false) return undefined;
    return new Inspector({
      url,
      token: inspector === true ? createToken() : inspector.token,
      now: () => this.clock.now(),
      state: { sessions: () => this.#clients?.sessions ?? [], hubs: () => this.#hubs.values() },
      activity: this.activity,
      rest: async (request, response, target) =>
        this.#rest?.handle(request, response, target, {
          trace: this.#trace(request, target),
          authenticated: true,
        }),
    });
  }

  reset(): void {
    // A Map may lose entries while it is walked.
    for (const session of this.#clients?.sessions ?? []) session.close("The emulator was reset");
    this.#hubs.clear();
    this.activity.clear();
    this.#faults.set(this.#options.faults ?? []);
  }

  get requests(): readonly RecordedRequest[] {
    return recordedRequests(this.activity.recent());
  }

  get messages(): readonly RecordedMessage[] {
    return recordedMessages(this.activity.recent());
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

  opened(session: Session): void {
    this.#hubs.get(session.identity.hub).connect(session);
    if (this.activity.listening) {
      const { name: transport = "WebSockets" } = session.transport ?? {};
      const { name: protocol = "json" } = session.protocol ?? {};
      this.activity.record({ kind: "connected", ...clientOf(session), transport, protocol });
    }
    this.#upstream.notify({ ...describe(session), category: "connections", event: "connected" });
  }

  ended(session: Session, wasOpen: boolean, error: string | undefined, reason: string): void {
    this.#clients?.forget(session);
    if (this.activity.listening) this.activity.record({ kind: "disconnected", ...clientOf(session), reason });
    if (!wasOpen) return;
    this.#hubs.get(session.identity.hub).disconnect(session);
    this.#upstream.notify({
      ...describe(session),
      category: "connections",
      event: "disconnected",
      ...(error !== undefined && { error }),
    });
  }

  async invoked(
    session: Session,
    invocation: Invocation,
    protocol: HubProtocol,
  ): Promise<Buffer | undefined> {
    const { target, arguments: args, invocationId, type } = invocation;
    this.#tell(session, "fromClient", invocation);
    const answer = await this.#upstream.invoke(
      {
        ...describe(session),
        category: "messages",
        event: target,
        arguments: args,
        stream: type === 4,
        ...(invocationId !== undefined && { invocationId }),
      },
      protocol,
    );
    if (answer === undefined) return undefined;
    if (Buffer.isBuffer(answer)) {
      if (this.activity.listening) {
        const [record] = protocol.split(answer, answer.length).records;
        const completion = record === undefined ? undefined : protocol.decode(record);
        if (completion !== undefined) this.#tell(session, "toClients", completion);
      }
      return answer;
    }
    session.close(answer.disconnect, false);
    return undefined;
  }

  /** Records a message from a client, or the answer to it. */
  #tell(session: Session, direction: "fromClient" | "toClients", message: HubMessage): void {
    if (!this.activity.listening) return;
    const { hub, ...client } = clientOf(session);
    const activity = messageActivity(hub, direction, message);
    if (activity === undefined) return;
    this.activity.record(
      direction === "fromClient"
        ? { ...activity, ...client }
        : { ...activity, to: `connection ${session.id}`, ...receiversOf([session]) },
    );
  }

  #trace(request: IncomingMessage, target: string): RequestTrace | undefined {
    return this.activity.listening ? new RequestTrace(this.activity, request.method, target) : undefined;
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const target = request.url ?? "/";
    const host = hostName(request);
    const path = pathOf(target);
    // The page does not watch itself.
    const shown = this.#inspector !== undefined && Inspector.serves(path);
    const trace = shown ? undefined : this.#trace(request, target);
    // Without this check a web page could reach the emulator through a name that resolves to this machine.
    if (host === undefined || !this.#isAllowedHost(host)) {
      trace?.answered(421, { reason: hostRefused });
      response.writeHead(421, { "content-type": "text/plain" }).end(hostRefused);
      return;
    }
    const work = shown
      ? this.#inspector?.handle(request, response, target)
      : ClientEndpoint.serves(path)
        ? this.#clients?.handle(request, response, target, trace)
        : ConnectionsEndpoint.serves(path)
          ? this.#connections?.handle(request, response)
          : this.#rest?.handle(request, response, target, { trace });
    work?.catch((error: unknown) => {
      this.log(`Request failed: ${String(error)}`);
      trace?.answered(500, { reason: "The emulator failed; its log says why" });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const target = request.url ?? "/";
    const host = hostName(request);
    const trace = this.#trace(request, target);
    if (host === undefined || !this.#isAllowedHost(host)) {
      trace?.answered(421, { reason: hostRefused });
      endSocket(socket, "HTTP/1.1 421 Misdirected Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    } else if (!ClientEndpoint.serves(pathOf(target)) || this.#clients === undefined) {
      trace?.answered(404, { reason: "WebSocket clients connect to '/client/?hub=<hub>'" });
      endSocket(socket, "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    } else this.#clients.upgrade(request, socket, head, target, trace);
  }

  #isAllowedHost(host: string): boolean {
    const name = host.toLowerCase();
    return isLoopback(name) || name === this.#host.toLowerCase() || this.#allowedHosts.has(name);
  }

  #beat(): void {
    this.#cancelHeartbeat = this.clock.schedule(() => {
      const now = this.clock.now();
      for (const session of this.#clients?.sessions ?? []) session.tick(now);
      for (const hub of this.#hubs.values()) hub.expireMemberships();
      this.#hubs.dropEmpty();
      this.#beat();
    }, 1_000);
  }

  async #stop(): Promise<void> {
    await this.#listening?.catch(() => {});
    this.#cancelHeartbeat?.();
    const server = this.#server;
    if (server === undefined) return;
    this.#inspector?.close();
    for (const session of this.#clients?.sessions ?? []) session.close(undefined, true);
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
    while (this.#clients?.hasUndelivered === true && performance.now() < deadline) {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

function clientOf({ identity }: Session): {
  readonly hub: string;
  readonly connectionId: string;
  readonly userId?: string;
} {
  const { hub, id, userId } = identity;
  return { hub, connectionId: id, ...(userId !== undefined && { userId }) };
}

function describe({ identity }: Session): UpstreamConnection {
  const { hub, id, userId, claims, query } = identity;
  return { hub, connectionId: id, userId, claims, query };
}

/** Where the emulator can be reached from here: an address that stands for all of them is none to connect to. */
function reachableName(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

function pathOf(target: string): string {
  const end = target.indexOf("?");
  return end === -1 ? target : target.slice(0, end);
}

/** Name in the `Host` header without its port. */
function hostName(request: IncomingMessage): string | undefined {
  const { host } = request.headers;
  if (host === undefined) return undefined;
  const end = host.startsWith("[") ? host.indexOf("]") + 1 : host.lastIndexOf(":");
  return end <= 0 ? host : host.slice(0, end);
}
