import { createHmac } from "node:crypto";
import { encode } from "@msgpack/msgpack";
import { key } from "./recording-service.ts";

/** The headers of a genuine upstream request about the connection `c1` of `ada`. */
export function upstreamHeaders(): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-asrs-hub": "todo",
    "x-asrs-connection-id": "c1",
    "x-asrs-user-id": "ada",
    "x-asrs-user-claims": "role: cook",
    "x-asrs-client-query": "?hub=todo&room=kitchen",
    "x-asrs-signature": `sha256=${createHmac("sha256", key).update("c1").digest("hex")}`,
  };
}

export function upstreamRequest(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request("https://app.example/upstream", {
    method: "POST",
    body,
    headers: { ...upstreamHeaders(), ...headers },
  });
}

/** A call of a client; `invocationId` absent: it does not wait for a result. */
export function call(
  target: string,
  args: readonly unknown[] = [],
  invocationId?: string,
  type = 1,
): Request {
  return upstreamRequest(JSON.stringify({ type, invocationId, target, arguments: args }));
}

export function packedCall(target: string, args: readonly unknown[], invocationId: string): Request {
  return upstreamRequest(encode([1, {}, invocationId, target, args]), {
    "content-type": "application/x-msgpack",
  });
}

/** What the service would hand on to the client: the completion, or the status. */
export async function completionOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return response.status;
  const end = text.indexOf("\u001e");
  if (end !== text.length - 1) throw new Error(`Not one record: ${text}`);
  return JSON.parse(text.slice(0, end)) as unknown;
}
