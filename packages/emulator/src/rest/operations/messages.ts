import type { HubMember } from "../../state/hub-member.js";
import type { OperationHandlers, OperationRequest, OperationResult } from "../operation.js";
import { readOutbound } from "../payload.js";
import { deliver, withoutExcluded } from "./deliver.js";

const accepted: OperationResult = { status: 202, json: "{}" };

/** Sends. 202 means accepted, even if no connection receives the message. */
export const messageOperations = {
  sendToAll: (request) =>
    sendTo(request, request.hub.connections.values(), "everyone", request.parameters.excluded),

  sendToGroup(request) {
    const { group, excluded } = request.parameters;
    return sendTo(request, request.hub.groupMembers(group), `group ${group}`, excluded);
  },

  sendToUser(request) {
    const { user } = request.parameters;
    return sendTo(request, request.hub.userConnections(user), `user ${user}`);
  },

  sendToConnection(request) {
    const { connectionId } = request.parameters;
    const member = request.hub.connections.get(connectionId);
    return sendTo(request, member === undefined ? [] : [member], `connection ${connectionId}`);
  },
} satisfies Partial<OperationHandlers>;

function sendTo(
  request: OperationRequest<"sendToAll" | "sendToGroup" | "sendToUser" | "sendToConnection">,
  members: Iterable<HubMember>,
  to: string,
  excluded: readonly string[] = [],
): OperationResult {
  const message = readOutbound(request.body);
  const except = excluded.length === 0 ? "" : ` except ${[...new Set(excluded)].join(", ")}`;
  deliver(request, message, withoutExcluded(members, excluded), `${to}${except}`);
  return accepted;
}
