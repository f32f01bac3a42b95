import { markNetworkError } from "./network-error.js";

/** Reads the body of an answer. */
export type ResponseReader = (response: Response, limit: number) => Promise<unknown>;

/**
 * Reads a whole body, and no more of it than the limit.
 *
 * @throws {RangeError} when it is longer; the rest is not fetched.
 */
export async function readBytes(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const chunk = part.value as unknown;
      // A response of another maker may be a stream of anything.
      if (!(chunk instanceof Uint8Array)) throw new TypeError("The response body is not made of bytes");
      length += chunk.length;
      if (length > limit) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw markNetworkError(error);
  }
  if (length > limit) {
    void reader?.cancel().catch(() => {});
    throw new RangeError(`The response body is longer than ${limit} bytes (option maxResponseBytes)`);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** Reads text where the answer says that it is text, and bytes otherwise. */
export const readTextOrBytes: ResponseReader = async (response, limit) => {
  const bytes = await readBytes(response, limit);
  const type = response.headers.get("content-type") ?? "";
  return /^text\/|[/+]xml|x-www-form-urlencoded/.test(type) ? new TextDecoder().decode(bytes) : bytes;
};

/** Gives up a body that no one reads, which would hold its connection. */
export function discardBody(response: Response): void {
  // A response of another maker may have another kind of stream, or one that is being read.
  void response.body?.cancel?.().catch(() => {});
}
