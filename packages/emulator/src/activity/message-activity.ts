import type { HubMessage } from "../protocol/message.js";
import { MessageType } from "../protocol/message-type.js";
import type { HubMember } from "../state/hub-member.js";
import type { MessageActivity, Receiver } from "./activity.js";
import { bodyOfJson } from "./activity-body.js";

const maxReceiversTold = 1_000;

/** What is worth telling of a message, or undefined for pings and the like. */
export function messageActivity(
  hub: string,
  direction: MessageActivity["direction"],
  message: HubMessage,
): Omit<MessageActivity, "id" | "at"> | undefined {
  switch (message.type) {
    case MessageType.Invocation:
    case MessageType.StreamInvocation: {
      const { type, target, arguments: args, invocationId } = message;
      return {
        kind: "message",
        hub,
        direction,
        type: type === MessageType.StreamInvocation ? "streamInvocation" : "invocation",
        target,
        ...(invocationId !== undefined && { invocationId }),
        arguments: bodyOfJson(args),
      };
    }
    case MessageType.StreamItem: {
      const { invocationId, item } = message;
      return {
        kind: "message",
        hub,
        direction,
        type: "streamItem",
        invocationId,
        arguments: bodyOfJson(item),
      };
    }
    case MessageType.Completion: {
      const { invocationId, error } = message;
      return {
        kind: "message",
        hub,
        direction,
        type: "completion",
        invocationId,
        ...(error !== undefined && { error }),
        ...("result" in message && { arguments: bodyOfJson(message.result) }),
      };
    }
    default:
      return undefined;
  }
}

/** Whom a message reached: all of them counted, the first 1,000 named. */
export function receiversOf(
  members: readonly Pick<HubMember, "id" | "userId">[],
): Pick<MessageActivity, "receivers" | "receivedBy" | "connectionId" | "userId"> {
  const receivedBy = members.slice(0, maxReceiversTold).map(({ id, userId }): Receiver => ({
    connectionId: id,
    ...(userId !== undefined && { userId }),
  }));
  const [only] = receivedBy;
  return { receivers: members.length, receivedBy, ...(receivedBy.length === 1 && only) };
}
