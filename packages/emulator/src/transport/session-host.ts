import type { Clock } from "../clock.js";
import type { HubProtocol } from "../protocol/hub-protocol.js";
import type { Invocation } from "../protocol/message.js";
import type { Session } from "./session.js";
import type { TurnScheduler } from "./turn-scheduler.js";

/** What bounds a connection in time and memory. */
export interface SessionLimits {
  /** Silence after which a ping is sent. */
  readonly keepAliveInMs: number;
  /** Silence of the client after which it is dropped. */
  readonly clientTimeoutInMs: number;
  readonly handshakeTimeoutInMs: number;
  /** From negotiate to opening the transport. */
  readonly connectTimeoutInMs: number;
  readonly pollTimeoutInMs: number;
  /** Without a poll, or without the socket that it may resume on, a connection is over after this long. */
  readonly disconnectTimeoutInMs: number;
  readonly maxMessageBytes: number;
  /** Clients that may have negotiated without connecting; more of them get 429. */
  readonly maxWaitingClients: number;
  /** Records waiting for a slow reader. */
  readonly maxQueuedBytes: number;
}

export const defaultLimits: SessionLimits = {
  keepAliveInMs: 15_000,
  clientTimeoutInMs: 30_000,
  handshakeTimeoutInMs: 15_000,
  connectTimeoutInMs: 15_000,
  pollTimeoutInMs: 90_000,
  disconnectTimeoutInMs: 15_000,
  maxMessageBytes: 1024 * 1024,
  maxWaitingClients: 50_000,
  maxQueuedBytes: 16 * 1024 * 1024,
};

/** What a session asks of its surroundings. */
export interface SessionHost {
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly scheduler: TurnScheduler;
  /** Whether a close tells the client that it may reconnect. */
  readonly allowReconnect: boolean;
  now(): number;
  log(line: string): void;
  /** The handshake succeeded: the client counts as connected. */
  opened(session: Session): void;
  /** The client called the server; resolves to the record it is to receive. */
  invoked(session: Session, invocation: Invocation, protocol: HubProtocol): Promise<Buffer | undefined>;
  ended(session: Session, wasOpen: boolean, error: string | undefined): void;
}
