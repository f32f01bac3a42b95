/** What bounds a connection in time and memory. */
export interface SessionLimits {
  /** Silence after which a ping is sent. Default 15,000. */
  readonly keepAliveInMs: number;
  /** Silence of the client after which it is dropped. Default 30,000. */
  readonly clientTimeoutInMs: number;
  /** From opening the transport to the handshake of the hub protocol. Default 15,000. */
  readonly handshakeTimeoutInMs: number;
  /** From negotiate to opening the transport. Default 15,000. */
  readonly connectTimeoutInMs: number;
  /** How long a poll without news is held. Default 90,000. */
  readonly pollTimeoutInMs: number;
  /** Without a poll, or without the socket that it may resume on, a connection is over after this long. Default 15,000. */
  readonly disconnectTimeoutInMs: number;
  /** Longest record or frame of a client. Default 1 MiB. */
  readonly maxMessageBytes: number;
  /** Clients that may have negotiated without connecting; more of them get 429. Default 50,000. */
  readonly maxWaitingClients: number;
  /** Calls of a client that may wait for the upstream; more of them fail. Default 1,000. */
  readonly maxWaitingCalls: number;
  /** Bytes of records that may wait for a slow reader. Default 16 MiB. */
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
  maxWaitingCalls: 1_000,
  maxQueuedBytes: 16 * 1024 * 1024,
};
