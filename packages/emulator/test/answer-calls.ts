import { decode } from "@msgpack/msgpack";
import type { UpstreamHandler } from "../src/index.js";
import { jsonProtocol } from "../src/protocol/json-protocol.js";
import { messagePackProtocol } from "../src/protocol/messagepack-protocol.js";

/** A call of a client, as an upstream request carries it. */
export interface Call {
  readonly target: string;
  readonly arguments: readonly unknown[];
}

/** An upstream that answers calls with what the function returns, in the protocol of the request. */
export function answerCalls(answer: (call: Call) => unknown): UpstreamHandler {
  return async (request) => {
    if (request.headers.get("x-asrs-category") !== "messages") return new Response(null, { status: 204 });
    const isBinary = request.headers.get("content-type") === "application/x-msgpack";
    const body = new Uint8Array(await request.arrayBuffer());
    const [, , invocationId, target, args] = isBinary
      ? (decode(body) as [number, object, string, string, unknown[]])
      : readJson(body);
    const result = await answer({ target, arguments: args });
    const protocol = isBinary ? messagePackProtocol : jsonProtocol;
    return new Response(new Uint8Array(protocol.encode({ type: 3, invocationId, result })));
  };
}

function readJson(body: Uint8Array): [number, object, string, string, unknown[]] {
  const message = JSON.parse(new TextDecoder().decode(body)) as Record<string, never>;
  return [1, {}, message["invocationId"] ?? "", message["target"] ?? "", message["arguments"] ?? []];
}
