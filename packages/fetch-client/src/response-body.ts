import { markNetworkError } from "./network-error.js";

/** Reads the body of a response. */
export type ResponseReader = (response: Response, limit: number) => Promise<unknown>;

/**
 * Passes the chunks of a body to `take`, up to the limit.
 *
 * @throws {RangeError} If the body is longer. The rest is not fetched.
 */
async function readPieces(
  response: Response,
  limit: number,
  take: (piece: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  const reader = response.body?.getReader();
  let length = 0;
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const piece = part.value as Uint8Array<ArrayBuffer>;
      length += piece.byteLength;
      // A response that `fetch` did not create may stream other values, which have no byte length.
      if (!(length <= limit)) break;
      take(piece);
    }
  } catch (error) {
    throw markNetworkError(error);
  }
  if (!(length <= limit)) {
    void reader?.cancel().catch(() => {});
    throw new RangeError(
      `The response body is longer than ${limit} bytes (option maxResponseBytes), or its chunks are not bytes`,
    );
  }
}

/** Reads a body as UTF-8. */
export async function readText(response: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  await readPieces(response, limit, (piece) => (text += decoder.decode(piece, { stream: true })));
  return text + decoder.decode();
}

/** Reads a body as bytes. */
async function readBytes(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  await readPieces(response, limit, (piece) => pieces.push(piece));
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** Reads a body as text if its content type is text, and as bytes otherwise. */
export const readTextOrBytes: ResponseReader = (response, limit) => {
  const type = response.headers.get("content-type") ?? "";
  return (/^text\/|[/+]xml|x-www-form-urlencoded/.test(type) ? readText : readBytes)(response, limit);
};

/** Cancels a body that will not be read, because it would keep its connection open. */
export function discardBody(response: Response): void {
  // A response that `fetch` did not create may have another kind of stream, or one that is being read.
  void response.body?.cancel?.().catch(() => {});
}
