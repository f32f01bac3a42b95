import type { OutboundMessage } from "../../protocol/outbound-message.js";
import type { HubMember } from "../../state/hub-member.js";
import type { OperationRequest } from "../operation.js";

/** Sends a message to connections. @param to Who they are, for people. */
export function deliver(
  { trace }: Pick<OperationRequest, "trace">,
  message: OutboundMessage,
  members: readonly HubMember[],
  to: string,
): void {
  for (const member of members) member.send(message);
  trace.sent(message, to, members);
}

/** The members without those that the request excludes. */
export function withoutExcluded(
  members: Iterable<HubMember>,
  excluded: readonly string[] = [],
): readonly HubMember[] {
  if (excluded.length === 0) return [...members];
  const ids = new Set(excluded);
  return Array.from(members).filter(({ id }) => !ids.has(id));
}
