import { stringify } from "../../protocol/json-protocol.js";
import type { ProtocolName } from "../../protocol/hub-protocol.js";
import type { Completion } from "../../protocol/message.js";
import { OutboundMessage } from "../../protocol/outbound-message.js";
import type { HubMember } from "../../state/hub.js";
import type { OperationHandlers, OperationRequest, OperationResult } from "../operation.js";
import { pathParameter, stringParameter } from "../parameters.js";
import { readInvocation } from "../payload.js";
import { RestError, badRequest } from "../rest-error.js";
import { excludedConnections } from "./excluded.js";

/** Existence, closing and calling of connections. */
export const connectionOperations: OperationHandlers = {
  connectionExists(request) {
    const exists = request.hub.connections.has(connectionIdOf(request));
    return exists ? { status: 200 } : { status: 404, errorCode: "Warning.Connection.NotExisted" };
  },

  closeConnection(request) {
    const member = request.hub.connections.get(connectionIdOf(request));
    member?.close(stringParameter(request.parameters, "reason"));
    return { status: 200 };
  },

  closeAllConnections: (request) => closeEach(request, request.hub.connections.values()),
  closeGroupConnections: (request) =>
    closeEach(request, request.hub.groupMembers(pathParameter(request.parameters, "group"))),
  closeUserConnections: (request) =>
    closeEach(request, request.hub.userConnections(pathParameter(request.parameters, "user"))),

  async invokeConnection(request) {
    const connectionId = connectionIdOf(request);
    if (request.body === undefined)
      throw badRequest("The request needs a body with 'target' and 'arguments'", "body");
    const member = request.hub.connections.get(connectionId);
    const protocol = member?.protocol;
    if (member === undefined || protocol === undefined) throw connectionNotExisted(connectionId);
    const { target, arguments: args } = readInvocation(request.body, protocol);
    const { trace } = request;
    const outcome = await member.invoke(target, args, request.service.invokeTimeoutInMs, (message) =>
      trace?.sent(message, `connection ${connectionId}`, [member]),
    );
    switch (outcome.kind) {
      case "completed": {
        const { completion } = outcome;
        trace?.received(completion, member);
        if (acceptsBytes(request)) return encodedCompletion(completion, protocol.name);
        if (completion.error !== undefined)
          throw new RestError(400, "Error.Connection.InvocationFailed", completion.error);
        return { status: 200, json: stringify({ result: completion.result }) };
      }
      case "timed out":
        throw new RestError(
          408,
          "Error.Connection.InvocationTimeout",
          `The client did not answer '${target}' within ${request.service.invokeTimeoutInMs} ms`,
        );
      case "disconnected":
        throw new RestError(404, "Error.Connection.NotExisted", "The client disconnected before it answered");
    }
  },
};

/** What the management SDK asks for: it reads the client's answer itself. */
function acceptsBytes({ accept }: OperationRequest): boolean {
  return accept?.includes("application/octet-stream") === true;
}

/**
 * The client's answer in the client's protocol, which a header names (Azure/azure-signalr pull request 2249). That an error
 * of the client comes so too, with 200, is our choice.
 */
function encodedCompletion(completion: Completion, protocol: ProtocolName): OperationResult {
  const bytes = OutboundMessage.of(completion).encode(protocol);
  return {
    status: 200,
    json: stringify(completion),
    ...(bytes !== undefined && { bytes }),
    headers: { "x-asrs-protocol": protocol },
  };
}

export function connectionIdOf(request: OperationRequest): string {
  return pathParameter(request.parameters, "connectionId");
}

export function connectionNotExisted(connectionId: string): RestError {
  return new RestError(404, "Error.Connection.NotExisted", `Connection '${connectionId}' is not found`, {
    target: "Connection",
  });
}

function closeEach(request: OperationRequest, members: Iterable<HubMember>): OperationResult {
  const excluded = excludedConnections(request.parameters);
  const reason = stringParameter(request.parameters, "reason");
  // A Set may lose members while it is walked.
  for (const member of members) if (!excluded.has(member.id)) member.close(reason);
  return { status: 204 };
}
