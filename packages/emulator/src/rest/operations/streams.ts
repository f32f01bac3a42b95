import { MessageType } from "../../protocol/message-type.js";
import { OutboundMessage } from "../../protocol/outbound-message.js";
import type { OperationHandlers, OperationRequest } from "../operation.js";
import { readJson, readPreEncoded } from "../payload.js";
import { deliver } from "./deliver.js";

/** Answers to a stream that a client opened; its `streamId` is the invocation id that the upstream was told. */
export const streamOperations = {
  sendToStream(request) {
    const { body, parameters } = request;
    const { streamId: invocationId, completed } = parameters;
    const message =
      body.mediaType === "application/octet-stream"
        ? readPreEncoded(body, MessageType.StreamItem)
        : OutboundMessage.of({ type: MessageType.StreamItem, invocationId, item: readJson(body) });
    send(request, message);
    if (completed === true) send(request, OutboundMessage.of({ type: MessageType.Completion, invocationId }));
    return { status: 202, body: {} };
  },

  completeStream(request) {
    const { streamId: invocationId, reason: error } = request.parameters;
    const failure = error === undefined || error === "" ? {} : { error };
    send(request, OutboundMessage.of({ type: MessageType.Completion, invocationId, ...failure }));
    return { status: 202, body: {} };
  },
} satisfies Partial<OperationHandlers>;

function send(request: OperationRequest<"sendToStream" | "completeStream">, message: OutboundMessage): void {
  const { connectionId } = request.parameters;
  const member = request.hub.connections.get(connectionId);
  deliver(request, message, member === undefined ? [] : [member], `connection ${connectionId}`);
}
