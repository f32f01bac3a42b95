import { stringify } from "../../protocol/json-protocol.js";
import type { ProtocolName } from "../../protocol/hub-protocol.js";
import type { Completion } from "../../protocol/message.js";
import { OutboundMessage } from "../../protocol/outbound-message.js";
import type { HubMember } from "../../state/hub-member.js";
import type { OperationHandlers, OperationRequest, OperationResult } from "../operation.js";
import { readInvocation } from "../payload.js";
import { RestError } from "../rest-error.js";
import { withoutExcluded } from "./deliver.js";

/** Existence, closing and calling of connections. */
export const connectionOperations = {
  connectionExists: ({ hub, parameters: { connectionId } }) =>
    hub.connections.has(connectionId)
      ? { status: 200 }
      : { status: 404, errorCode: "Warning.Connection.NotExisted" },

  closeConnection({ hub, parameters: { connectionId, reason } }) {
    hub.connections.get(connectionId)?.close(reason);
    return { status: 200 };
  },

  closeAllConnections: ({ hub, parameters }) => closeEach(hub.connections.values(), parameters),
  closeGroupConnections: ({ hub, parameters }) => closeEach(hub.groupMembers(parameters.group), parameters),
  closeUserConnections: ({ hub, parameters }) => closeEach(hub.userConnections(parameters.user), parameters),

  async invokeConnection(request) {
    const { hub, trace, service } = request;
    const { connectionId } = request.parameters;
    const member = hub.connections.get(connectionId);
    const protocol = member?.protocol;
    if (member === undefined || protocol === undefined) throw connectionNotExisted(connectionId);
    const { target, arguments: args } = readInvocation(request.body, protocol);
    const outcome = await member.invoke(target, args, service.invokeTimeoutInMs, (message) =>
      trace.sent(message, `connection ${connectionId}`, [member]),
    );
    switch (outcome.kind) {
      case "completed": {
        const { completion } = outcome;
        trace.received(completion, member);
        if (acceptsBytes(request)) return encodedCompletion(completion, protocol.name);
        if (completion.error !== undefined)
          throw new RestError(400, "Error.Connection.InvocationFailed", completion.error);
        return { status: 200, json: stringify({ result: completion.result }) };
      }
      case "timed out":
        throw new RestError(
          408,
          "Error.Connection.InvocationTimeout",
          `The client did not respond to '${target}' within ${service.invokeTimeoutInMs} ms`,
        );
      case "disconnected":
        throw new RestError(
          404,
          "Error.Connection.NotExisted",
          "The client disconnected before it responded",
        );
    }
  },
} satisfies Partial<OperationHandlers>;

/** What the management SDK asks for: it reads the client's answer itself. */
function acceptsBytes({ accept }: Pick<OperationRequest, "accept">): boolean {
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

export function connectionNotExisted(connectionId: string): RestError {
  return new RestError(404, "Error.Connection.NotExisted", `Connection '${connectionId}' was not found`, {
    target: "Connection",
  });
}

function closeEach(
  members: Iterable<HubMember>,
  options: { readonly excluded?: readonly string[] | undefined; readonly reason?: string | undefined },
): OperationResult {
  for (const member of withoutExcluded(members, options.excluded)) member.close(options.reason);
  return { status: 204 };
}
