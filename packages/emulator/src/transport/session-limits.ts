/** Time and memory limits of client connections. */
export interface SessionLimits {
  /** Idle time after which the emulator sends a ping. Default: 15,000. */
  readonly keepAliveInMs: number;
  /** Time without a message or ping from the client after which its connection is closed. Default: 30,000. */
  readonly clientTimeoutInMs: number;
  /** Maximum time between opening the transport and the handshake of the hub protocol. Default: 15,000. */
  readonly handshakeTimeoutInMs: number;
  /** Maximum time between negotiate and opening the transport. Default: 15,000. */
  readonly connectTimeoutInMs: number;
  /** How long a long-polling request waits for a message. Default: 90,000. */
  readonly pollTimeoutInMs: number;
  /** How long a connection outlives its last poll, or the loss of a socket that it may resume. Default: 15,000. */
  readonly disconnectTimeoutInMs: number;
  /** Maximum size of a record or frame from a client. Default: 1 MiB. */
  readonly maxMessageBytes: number;
  /** Maximum number of clients that have negotiated but not connected. Further clients get a 429 response. Default: 50,000. */
  readonly maxWaitingClients: number;
  /** Maximum number of calls per client that wait for the upstream. Further calls fail. Default: 1,000. */
  readonly maxWaitingCalls: number;
  /** Maximum number of bytes that are queued for a client that reads slowly. Default: 16 MiB. */
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
