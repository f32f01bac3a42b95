/**
 * Answers upstream requests inside the process, as the application's webhook does: with the `Request` that the service
 * would post, headers, signature and body. The URL is that of the template in `config`, else `http://localhost/upstream`.
 */
export type UpstreamHandler = (request: Request) => Response | Promise<Response>;

/** An {@link UpstreamHandler} for the events of one hub. What `createUpstreamHandler` of `@x/hub` returns is one. */
export type HubUpstreamHandler = UpstreamHandler & {
  /** Name of the hub, with its application's prefix. */
  readonly hub: string;
};

/** Calls the handler as if it were behind `fetch`. */
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

/** By shape: frameworks bring Response classes of their own. */
function isResponse(value: unknown): value is Response {
  return typeof value === "object" && value !== null && "status" in value && "headers" in value;
}
