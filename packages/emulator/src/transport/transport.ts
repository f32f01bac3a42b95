import type { Packet } from "./packet.js";

/** The way bytes go between a session and its client. Knows nothing of hubs. */
export interface Transport {
  /** As negotiate calls it. */
  readonly name: "WebSockets" | "ServerSentEvents" | "LongPolling";
  /** Whether it carries any byte, or text only. */
  readonly binary: boolean;
  /** Long polling gets no pings: each poll shows that the client is there. */
  readonly needsPing: boolean;
  /** Whether another one may take over its session. */
  readonly replaceable: boolean;
  /** Bytes accepted but not yet taken by the network. */
  readonly queuedBytes: number;
  write(packet: Packet): void;
  /** Ends after what was written has gone out. */
  end(): void;
  /** Ends without waiting for anything. */
  abort(): void;
  /** Called about once a second. */
  tick(now: number): void;
}
