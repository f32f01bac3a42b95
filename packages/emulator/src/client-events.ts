import type { ActivityLog } from "./activity/activity-log.js";
import { messageActivity, receiversOf } from "./activity/message-activity.js";
import type { Clock } from "./clock.js";
import type { Log } from "./log.js";
import type { HubProtocol } from "./protocol/hub-protocol.js";
import type { HubMessage, Invocation } from "./protocol/message.js";
import { MessageType } from "./protocol/message-type.js";
import type { HubRegistry } from "./state/hub-registry.js";
import type { InFlight } from "./testing/in-flight.js";
import type { HostedSession, SessionHost } from "./transport/session-host.js";
import type { SessionLimits } from "./transport/session-limits.js";
import { TurnScheduler } from "./transport/turn-scheduler.js";
import type { Upstream, UpstreamConnection, ClientEvent } from "./upstream/upstream.js";

interface ClientEventsOptions {
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly allowReconnect: boolean;
  readonly log: Log;
  readonly hubs: HubRegistry;
  readonly activity: ActivityLog;
  readonly upstream: Upstream;
  readonly inFlight: InFlight;
}

/** Passes on what clients do: to their hub, to the upstream and to the activity log. */
export class ClientEvents implements SessionHost {
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly allowReconnect: boolean;
  readonly log: Log;
  readonly scheduler = new TurnScheduler();
  /** The sessions of these clients; there are none before the emulator listens. */
  sessions: { forget(session: HostedSession): void } | undefined;
  readonly #options: ClientEventsOptions;

  constructor(options: ClientEventsOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.limits = options.limits;
    this.allowReconnect = options.allowReconnect;
    this.log = options.log;
  }

  now(): number {
    return this.clock.now();
  }

  opened(session: HostedSession): void {
    this.#options.hubs.get(session.identity.hub).connect(session);
    if (this.#options.activity.listening) {
      const { name: transport = "WebSockets" } = session.transport ?? {};
      const { name: protocol = "json" } = session.protocol ?? {};
      this.#options.activity.record({ kind: "connected", ...clientOf(session), transport, protocol });
    }
    this.#notify({ ...describe(session), category: "connections", event: "connected" });
  }

  ended(session: HostedSession, wasOpen: boolean, error: string | undefined, reason: string): void {
    // First what has to be done, then what is told: a listener may fail.
    this.sessions?.forget(session);
    if (wasOpen) this.#options.hubs.get(session.identity.hub).disconnect(session);
    if (this.#options.activity.listening)
      this.#options.activity.record({ kind: "disconnected", ...clientOf(session), reason });
    if (!wasOpen) return;
    this.#notify({
      ...describe(session),
      category: "connections",
      event: "disconnected",
      ...(error !== undefined && { error }),
    });
  }

  #notify(event: ClientEvent): void {
    void this.#options.inFlight.track(this.#options.upstream.notify(event));
  }

  invoked(
    session: HostedSession,
    invocation: Invocation,
    protocol: HubProtocol,
  ): Promise<Buffer | undefined> {
    return this.#options.inFlight.track(this.#invoke(session, invocation, protocol));
  }

  async #invoke(
    session: HostedSession,
    invocation: Invocation,
    protocol: HubProtocol,
  ): Promise<Buffer | undefined> {
    const { target, arguments: args, invocationId, type } = invocation;
    this.#tell(session, "fromClient", invocation);
    const answer = await this.#options.upstream.invoke(
      {
        ...describe(session),
        category: "messages",
        event: target,
        arguments: args,
        stream: type === MessageType.StreamInvocation,
        ...(invocationId !== undefined && { invocationId }),
      },
      protocol,
    );
    if (answer === undefined) return undefined;
    if (Buffer.isBuffer(answer)) {
      if (this.#options.activity.listening) {
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
  #tell(session: HostedSession, direction: "fromClient" | "toClients", message: HubMessage): void {
    if (!this.#options.activity.listening) return;
    const { hub, ...client } = clientOf(session);
    const activity = messageActivity(hub, direction, message);
    if (activity === undefined) return;
    this.#options.activity.record(
      direction === "fromClient"
        ? { ...activity, ...client }
        : { ...activity, to: `connection ${session.id}`, ...receiversOf([session]) },
    );
  }
}

function clientOf({ identity }: HostedSession): {
  readonly hub: string;
  readonly connectionId: string;
  readonly userId?: string;
} {
  const { hub, id, userId } = identity;
  return { hub, connectionId: id, ...(userId !== undefined && { userId }) };
}

function describe({ identity }: HostedSession): UpstreamConnection {
  const { hub, id, userId, claims, query } = identity;
  return { hub, connectionId: id, userId, claims, query };
}
