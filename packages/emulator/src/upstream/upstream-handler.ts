/**
 * Handles upstream requests in this process. It receives the `Request` that the service would post to the application's webhook,
 * with its headers, signature and body. The URL is that of the matching template in `config`, or `http://localhost/upstream`.
 */
export type UpstreamHandler = (request: Request) => Response | Promise<Response>;

/** An {@link UpstreamHandler} for the events of one hub, such as the result of `createUpstreamHandler` of `@x/hub`. */
export type HubUpstreamHandler = UpstreamHandler & {
  /** Name of the hub, including the application prefix. */
  readonly hub: string;
};

/** Calls the handler like `fetch` would: with a `Request`, and rejecting when the signal aborts. */
export async function callHandler(
  handler: UpstreamHandler,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const { signal } = init;
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort);
  });
  try {
    const response: unknown = await Promise.race([handler(new Request(url, init)), aborted]);
    if (!isResponse(response)) throw new TypeError("The upstream handler must return a Response");
    return response;
  } finally {
    if (abort !== undefined) signal?.removeEventListener("abort", abort);
  }
}

/** Checks the shape, because frameworks have their own Response classes. */
function isResponse(value: unknown): value is Response {
  return typeof value === "object" && value !== null && "status" in value && "headers" in value;
}
