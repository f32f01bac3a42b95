import type { OutboundMessage } from "../../protocol/outbound-message.js";
import type { HubMember } from "../../state/hub.js";
import type { OperationHandlers, OperationRequest, OperationResult } from "../operation.js";
import { stringParameter } from "../parameters.js";
import { readOutbound } from "../payload.js";
import { badRequest } from "../rest-error.js";
import { excludedConnections } from "./excluded.js";

/** Sends. 202 means accepted, whether or not anybody is there to receive. */
export const messageOperations: OperationHandlers = {
  sendToAll: (request) => sendTo(request, request.hub.connections.values()),
  sendToGroup: (request) =>
    sendTo(request, request.hub.groupMembers(stringParameter(request.parameters, "group") ?? "")),
  sendToUser: (request) =>
    sendTo(request, request.hub.userConnections(stringParameter(request.parameters, "user") ?? "")),
  sendToConnection(request) {
    const member = request.hub.connections.get(stringParameter(request.parameters, "connectionId") ?? "");
    return sendTo(request, member === undefined ? [] : [member]);
  },
};

function sendTo(request: OperationRequest, members: Iterable<HubMember>): OperationResult {
  const message = outbound(request);
  const excluded = excludedConnections(request.parameters);
  for (const member of members) if (!excluded.has(member.id)) member.send(message);
  return { status: 202, body: {} };
}

function outbound(request: OperationRequest): OutboundMessage {
  if (request.body === undefined)
    throw badRequest("The request needs a body with 'target' and 'arguments'", "body");
  return readOutbound(request.body);
}
