import type { OutboundMessage } from "../../protocol/outbound-message.js";
import type { HubMember } from "../../state/hub.js";
import type { OperationHandlers, OperationRequest, OperationResult } from "../operation.js";
import { pathParameter } from "../parameters.js";
import { readOutbound } from "../payload.js";
import { badRequest } from "../rest-error.js";
import { excludedConnections } from "./excluded.js";

const accepted: OperationResult = { status: 202, json: "{}" };

/** Sends. 202 means accepted, whether or not anybody is there to receive. */
export const messageOperations: OperationHandlers = {
  sendToAll: (request) => sendTo(request, request.hub.connections.values(), "everyone"),
  sendToGroup(request) {
    const group = pathParameter(request.parameters, "group");
    return sendTo(request, request.hub.groupMembers(group), "group", group);
  },
  sendToUser(request) {
    const user = pathParameter(request.parameters, "user");
    return sendTo(request, request.hub.userConnections(user), "user", user);
  },
  sendToConnection(request) {
    const connectionId = pathParameter(request.parameters, "connectionId");
    const member = request.hub.connections.get(connectionId);
    return sendTo(request, member === undefined ? [] : [member], "connection", connectionId);
  },
};

function sendTo(
  request: OperationRequest,
  members: Iterable<HubMember>,
  kind: string,
  name?: string,
): OperationResult {
  const message = outbound(request);
  const excluded = excludedConnections(request.parameters);
  const { trace } = request;
  const reached: HubMember[] | undefined = trace === undefined ? undefined : [];
  for (const member of members) {
    if (excluded.has(member.id)) continue;
    member.send(message);
    reached?.push(member);
  }
  if (reached !== undefined) {
    const to = name === undefined ? kind : `${kind} ${name}`;
    trace?.sent(message, excluded.size === 0 ? to : `${to} except ${[...excluded].join(", ")}`, reached);
  }
  return accepted;
}

function outbound(request: OperationRequest): OutboundMessage {
  if (request.body === undefined)
    throw badRequest("The request needs a body with 'target' and 'arguments'", "body");
  return readOutbound(request.body);
}
