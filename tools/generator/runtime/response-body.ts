/** A response body that is longer than the client reads. */
class ResponseTooLargeError extends RangeError {
  constructor(limit: number) {
    super(`The response body is longer than ${limit} bytes (option maxResponseBytes)`);
  }
}

/**
 * Reads a whole body, and no more of it than the limit.
 *
 * @throws {RangeError} when it is longer; the rest is not fetched.
 */
export async function readBody(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(response.headers.get("content-length") ?? Number.NaN);
  if (declared > limit) {
    await response.body?.cancel();
    throw new ResponseTooLargeError(limit);
  }
  // A declared length is enforced by HTTP itself, so the fast way is safe.
  if (declared <= limit && !response.headers.has("content-encoding"))
    return new Uint8Array(await response.arrayBuffer());
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const chunk = part.value as Uint8Array;
    length += chunk.byteLength;
    if (length > limit) {
      await reader?.cancel();
      throw new ResponseTooLargeError(limit);
    }
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

/** openapi-fetch reads the body of an error whole; a body that is too long is cut off before it gets there. */
export async function limitErrorBody(response: Response, limit: number): Promise<Response> {
  if (response.status < 400 || response.body === null) return response;
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  let body: Uint8Array<ArrayBuffer> | string;
  try {
    body = await readBody(response, limit);
  } catch (error) {
    if (!(error instanceof ResponseTooLargeError)) throw error;
    body = error.message;
  }
  // The new body is plain and whole.
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(body, { status, statusText, headers });
}
