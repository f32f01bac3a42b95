import { SignalRAuthError } from "./errors.js";

/**
 * Reads a body, and stops at the first byte too many.
 *
 * @throws {SignalRAuthError} `upstream-request-too-large`
 */
export async function readUpstreamBody(request: Request, maximum: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body === null) return new Uint8Array(0);
  // Firefox has no `Request.body`, so the length can be checked only after reading.
  if (request.body === undefined) {
    const whole = new Uint8Array(await request.arrayBuffer());
    if (whole.byteLength > maximum) throw tooLong(maximum);
    return whole;
  }
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maximum) {
      void reader.cancel().catch(() => undefined);
      throw tooLong(maximum);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLong(maximum: number): SignalRAuthError {
  return new SignalRAuthError(
    "upstream-request-too-large",
    `The body of the upstream request exceeds ${maximum} bytes`,
  );
}
