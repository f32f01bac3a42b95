import type { HubProtocol } from "../protocol/hub-protocol.js";
import type { Completion } from "../protocol/message.js";
import type { OutboundMessage } from "../protocol/outbound-message.js";

/** What the hub knows of a connection. The transports implement it. */
export interface HubMember {
  readonly id: string;
  readonly userId: string | undefined;
  /** What it speaks; known once it is a member. */
  readonly protocol: HubProtocol | undefined;
  /** Groups it is in. Only the hub changes them, since it keeps the index. */
  readonly groups: ReadonlySet<string>;
  join(group: string): void;
  /** @returns false when it was not in the group. */
  leave(group: string): boolean;
  send(message: OutboundMessage): void;
  /** Calls a function of the client and waits for its answer. @param sending Called with the message before it is sent. */
  invoke(
    target: string,
    args: readonly unknown[],
    timeoutInMs: number,
    sending?: (message: OutboundMessage) => void,
  ): Promise<InvocationOutcome>;
  /** Sends Close with the reason and ends the connection. */
  close(reason: string | undefined): void;
}

/** How a call to a client ended. */
export type InvocationOutcome =
  | { readonly kind: "completed"; readonly completion: Completion }
  | { readonly kind: "timed out" }
  | { readonly kind: "disconnected" };
