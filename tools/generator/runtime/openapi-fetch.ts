import createOpenapiFetch, { type Client, type Middleware } from "openapi-fetch";
import type { Transport } from "./transport.js";

export type { Middleware };

/** The openapi-fetch client with this runtime's path safety. */
export type RawClient<Paths extends object> = Client<Paths>;

/** Bytes of their own buffer; the name of that type is not known to every TypeScript. */
type OwnBytes = ReturnType<TextEncoder["encode"]>;

/** Reads a body up to the client's limit. */
export type BodyReader = (response: Response) => Promise<OwnBytes>;

/** openapi-fetch's `request`. */
export type RawRequest = (method: string, url: string, init: object) => Promise<unknown>;

/** Makes openapi-fetch's `request`: the one place that knows the library. It is loaded when `raw` is first used. */
export function createOpenapiFetchRequest(
  headers: Readonly<Record<string, string>>,
  { options: { baseUrl, pathSerializer, querySerializer, fetch } }: Transport,
  readBody: BodyReader,
): RawRequest {
  const client = createOpenapiFetch({
    baseUrl,
    // A redirect is an answer: a token must not follow it to another host.
    redirect: "manual",
    headers,
    // Given the URL as a whole: a base URL that has been parsed holds neither braces nor dot segments.
    pathSerializer,
    querySerializer,
    fetch: async (request) => limitErrorBody(await fetch(request), readBody),
  });
  return client.request as unknown as RawRequest;
}

/** openapi-fetch reads the body of an error whole; a body that is too long is cut off before it gets there. */
async function limitErrorBody(response: Response, readBody: BodyReader): Promise<Response> {
  if (response.status < 400 || response.body === null) return response;
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  let body: OwnBytes | string;
  try {
    body = await readBody(response);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    body = error.message;
  }
  // The new body is plain and whole.
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(body, { status, statusText, headers });
}
