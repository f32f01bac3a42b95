import type { RequestBody } from "./body.js";

/**
 * A request as plain data, the second argument of `fetch`: making a `Request` costs as much as all the rest of a call.
 * Middleware changes it in place.
 */
export interface LightRequest {
  url: string;
  readonly method: string;
  readonly headers: Headers;
  /** As the operation has written it. A stream can be read once only. */
  body: RequestBody | undefined;
  readonly signal: AbortSignal | undefined;
  readonly redirect: NonNullable<RequestInit["redirect"]>;
  /** What `fetch` wants to hear when the body is a stream. */
  readonly duplex: "half";
}

/** Reads a `Request`, and leaves its body unread. */
export async function readRequest(request: Request): Promise<LightRequest> {
  const { url, method, headers, signal, redirect } = request;
  // Bytes rather than the stream: browsers send streams over HTTP/2 only, and some give no `body` at all.
  const body = /^(GET|HEAD)$/.test(method) ? undefined : await request.clone().arrayBuffer();
  return { url, method, headers, body, signal, redirect, duplex: "half" };
}
