import { OutboundMessage } from "../../protocol/outbound-message.js";
import { MessageType } from "../../protocol/message-type.js";
import type { OperationHandlers, OperationRequest } from "../operation.js";
import { pathParameter, stringParameter } from "../parameters.js";
import { readJson, readPreEncoded } from "../payload.js";
import { badRequest } from "../rest-error.js";
import { connectionIdOf } from "./connections.js";

/** Answers to a stream that a client opened; its `streamId` is the invocation id that the upstream was told. */
export const streamOperations: OperationHandlers = {
  sendToStream(request) {
    const invocationId = streamIdOf(request);
    if (request.body === undefined) throw badRequest("The request needs a body: the item, as JSON", "body");
    const message =
      request.body.mediaType === "application/octet-stream"
        ? readPreEncoded(request.body, MessageType.StreamItem)
        : OutboundMessage.of({ type: MessageType.StreamItem, invocationId, item: readJson(request.body) });
    send(request, message);
    if (request.parameters.get("completed") === true)
      send(request, OutboundMessage.of({ type: MessageType.Completion, invocationId }));
    return { status: 202, body: {} };
  },

  completeStream(request) {
    const invocationId = streamIdOf(request);
    const error = stringParameter(request.parameters, "reason");
    send(
      request,
      OutboundMessage.of({
        type: MessageType.Completion,
        invocationId,
        ...(error !== undefined && error !== "" && { error }),
      }),
    );
    return { status: 202, body: {} };
  },
};

function send(request: OperationRequest, message: OutboundMessage): void {
  const connectionId = connectionIdOf(request);
  const member = request.hub.connections.get(connectionId);
  member?.send(message);
  request.trace?.sent(message, `connection ${connectionId}`, member === undefined ? [] : [member]);
}

function streamIdOf(request: OperationRequest): string {
  return pathParameter(request.parameters, "streamId");
}
