import type { Clock } from "../clock.js";
import type { Log } from "../log.js";
import type { HubProtocol } from "../protocol/hub-protocol.js";
import type { Invocation } from "../protocol/message.js";
import type { HubMember } from "../state/hub-member.js";
import type { SessionIdentity } from "./session-identity.js";
import type { SessionLimits } from "./session-limits.js";
import type { Transport } from "./transport.js";
import type { TurnScheduler } from "./turn-scheduler.js";

/** A session as its host sees it. */
export interface HostedSession extends HubMember {
  readonly identity: SessionIdentity;
  readonly transport: Transport | undefined;
  /** Whether it has had a transport, even if it lost it. */
  readonly wasAttached: boolean;
  close(reason: string | undefined, allowReconnect?: boolean): void;
}

/** What a session asks of its emulator. */
export interface SessionHost {
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly scheduler: TurnScheduler;
  /** Whether a close tells the client that it may reconnect. */
  readonly allowReconnect: boolean;
  now(): number;
  log: Log;
  /** The handshake succeeded: the client counts as connected. */
  opened(session: HostedSession): void;
  /** The client called the server; resolves to the record it is to receive. */
  invoked(session: HostedSession, invocation: Invocation, protocol: HubProtocol): Promise<Buffer | undefined>;
  /** @param error What the upstream is told. @param reason Why it ended, for people. */
  ended(session: HostedSession, wasOpen: boolean, error: string | undefined, reason: string): void;
}
