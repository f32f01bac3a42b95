import type { RequestBody } from "./body.js";

/**
 * A request as a plain object, which is passed to `fetch` as the second argument. Creating a `Request` would cost as much as the
 * rest of a call. Middleware can modify it in place.
 */
export interface LightRequest {
  url: string;
  readonly method: string;
  readonly headers: Headers;
  /** The serialized body. A stream can be read only once. */
  body: RequestBody | undefined;
  readonly signal: AbortSignal | undefined;
  readonly redirect: NonNullable<RequestInit["redirect"]>;
  /** Required by `fetch` if the body is a stream. */
  readonly duplex: "half";
}

/** Converts a `Request` without consuming its body. */
export async function readRequest(request: Request): Promise<LightRequest> {
  const { url, method, headers, signal, redirect } = request;
  // Reads bytes instead of passing the stream on: browsers send streams only over HTTP/2, and some do not support `body`.
  const body = /^(GET|HEAD)$/.test(method) ? undefined : await request.clone().arrayBuffer();
  return { url, method, headers, body, signal, redirect, duplex: "half" };
}
