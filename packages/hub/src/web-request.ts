/** A handler with web-standard types, such as the result of `createNegotiateHandler` or `createUpstreamHandler`. */
export type WebHandler = (request: Request) => Promise<Response>;

/** The properties that Express and Fastify add to a request. */
export interface RequestAddress {
  readonly protocol?: string | undefined;
  readonly host?: string | undefined;
  readonly originalUrl?: string | undefined;
}

/** The members of `http.IncomingMessage` that the handler uses. */
export interface NodeRequest extends RequestAddress, AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: object;
  readonly readableDidRead: boolean;
}

/** Creates a web-standard request. @returns `undefined` for a request that the standard does not allow: `TRACE`, an invalid host. */
export function webRequest(incoming: NodeRequest, address: RequestAddress = incoming): Request | undefined {
  const { method = "GET", headers, socket } = incoming;
  const protocol = address.protocol ?? ("encrypted" in socket ? "https" : "http");
  // HTTP/2 has pseudo-headers.
  const host = address.host ?? headers["host"] ?? headers[":authority"] ?? "localhost";
  // Concatenated, because resolving the path `//evil.example/` against a base would change the host.
  const url = `${protocol}://${String(host)}${address.originalUrl ?? incoming.url ?? "/"}`;
  const sent = Object.entries(headers).filter(([name]) => !name.startsWith(":")) as [string, string][];
  const body = method === "GET" || method === "HEAD" ? null : unreadBody(incoming);
  const init: RequestInit & { duplex: "half" } = { method, headers: sent, body, duplex: "half" };
  try {
    return new Request(url, init);
  } catch {
    return undefined;
  }
}

/** Returns the body as a stream that is read only if the handler reads it, so that negotiation works behind a body parser. */
function unreadBody(incoming: NodeRequest): ReadableStream<Uint8Array> {
  const wasRead = incoming.readableDidRead;
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (wasRead) throw new TypeError(alreadyRead);
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

const alreadyRead =
  "The body of the request has already been read; mount the handler before express.json() and other body parsers";
