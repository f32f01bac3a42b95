/** A MessagePack library, for example the module `@msgpack/msgpack`. */
export interface MessagePack {
  /** Encodes a value. */
  readonly encode: (value: unknown) => Uint8Array;
  /** Decodes a value. */
  readonly decode: (bytes: Uint8Array) => unknown;
}

/** The outcome of a client call. */
export type Outcome = { readonly result: unknown } | { readonly error: string };

/**
 * Creates a response with a framed completion of the hub protocol, which the service copies to the client. If the request was
 * MessagePack, the client uses that protocol, so the response must be MessagePack too.
 *
 * @throws The error of the encoder, for a result that it cannot encode.
 */
export function completionResponse(
  invocationId: string,
  outcome: Outcome,
  messagePack: MessagePack | undefined,
): Response {
  // The service itself completes a call that has no result.
  if ("result" in outcome && outcome.result === undefined) return new Response(null, { status: 204 });
  if (messagePack === undefined) {
    const completion = JSON.stringify({ type: 3, invocationId, ...outcome });
    return new Response(`${completion}\u001e`, { headers: { "content-type": "application/json" } });
  }
  const [kind, value] = "error" in outcome ? [1, outcome.error] : [3, outcome.result];
  const record = messagePack.encode([3, {}, invocationId, kind, value]);
  return new Response(withLength(record), { headers: { "content-type": "application/x-msgpack" } });
}

/** Prefixes a record with its length, seven bits per byte, lowest bits first, as the hub protocol frames MessagePack. */
function withLength(record: Uint8Array): Uint8Array<ArrayBuffer> {
  const prefix: number[] = [];
  let rest = record.length;
  do {
    prefix.push(rest > 127 ? (rest & 127) | 128 : rest);
    rest >>>= 7;
  } while (rest > 0);
  const frame = new Uint8Array(prefix.length + record.length);
  frame.set(prefix);
  frame.set(record, prefix.length);
  return frame;
}
