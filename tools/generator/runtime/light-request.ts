import type { RequestBody } from "./request-parts.js";

/**
 * A request as plain data, the second argument of `fetch`. Making a `Request` costs as much as all the rest of a call, so
 * one is made only for middleware that does not say that it takes this.
 */
export interface LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: RequestBody;
  readonly signal?: AbortSignal;
  readonly redirect: NonNullable<RequestInit["redirect"]>;
  readonly duplex?: "half";
}

/** Reads a `Request`, and leaves its body unread. */
export async function toLightRequest(request: Request): Promise<LightRequest> {
  const { url, method, headers, signal, redirect } = request;
  return {
    url,
    method,
    headers,
    signal,
    redirect,
    // Bytes rather than the stream: browsers send streams over HTTP/2 only, and some give no `body` at all.
    ...(!/^(GET|HEAD)$/.test(method) && { body: await request.clone().arrayBuffer() }),
  };
}
