/** A MessagePack library, for example `@msgpack/msgpack` as it is. */
export interface MessagePack {
  /** Writes a value. */
  readonly encode: (value: unknown) => Uint8Array;
  /** Reads a value. */
  readonly decode: (bytes: Uint8Array) => unknown;
}

/** What a call of a client ends with. */
export type Outcome = { readonly result: unknown } | { readonly error: string };

/**
 * A completion of the hub protocol, framed, which the service copies to the client. Only a client of the MessagePack
 * protocol posts MessagePack, and must be answered in it.
 *
 * @throws what the encoder throws for a result that it cannot write
 */
export function completionResponse(
  invocationId: string,
  outcome: Outcome,
  messagePack: MessagePack | undefined,
): Response {
  // The service completes a call without a result by itself.
  if ("result" in outcome && outcome.result === undefined) return new Response(null, { status: 204 });
  if (messagePack === undefined) {
    const completion = JSON.stringify({ type: 3, invocationId, ...outcome });
    return new Response(`${completion}\u001e`, { headers: { "content-type": "application/json" } });
  }
  const [kind, value] = "error" in outcome ? [1, outcome.error] : [3, outcome.result];
  const record = messagePack.encode([3, {}, invocationId, kind, value]);
  return new Response(withLength(record), { headers: { "content-type": "application/x-msgpack" } });
}

/** A record after its length: seven bits a byte, the lowest first, as the hub protocol frames MessagePack. */
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
