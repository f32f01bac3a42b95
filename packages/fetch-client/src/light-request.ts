import type { RequestBody } from "./body.js";

/**
 * A request as plain data, the second argument of `fetch`. Making a `Request` costs as much as all the rest of a call, so
 * one is made only for middleware that does not say that it takes this. Then both have the same headers.
 */
export class LightRequest {
  declare readonly url: string;
  declare readonly method: string;
  declare readonly headers: Headers;
  declare readonly body?: RequestBody | undefined;
  declare readonly signal?: AbortSignal | undefined;
  /** A redirect is an answer: a token must not follow it to another host. */
  readonly redirect: NonNullable<RequestInit["redirect"]> = "manual";
  /** What `fetch` wants to hear when the body is a stream. */
  readonly duplex = "half";
  #request: Request | undefined;

  constructor(init: Partial<LightRequest>) {
    Object.assign(this, init);
  }

  /** The same request as an object of the platform, made when it is first asked for. */
  async toRequest(): Promise<Request> {
    if (!this.#request) await this.become(new Request(this.url, this as RequestInit));
    return this.#request as unknown as Request;
  }

  /** Takes everything from a request of the platform, and leaves its body unread. */
  async become(request: Request): Promise<this> {
    if (request === this.#request) return this;
    this.#request = request;
    const { url, method, headers, signal, redirect } = request;
    // Bytes rather than the stream: browsers send streams over HTTP/2 only, and some give no `body` at all.
    const body = /^(GET|HEAD)$/.test(method) ? undefined : await request.clone().arrayBuffer();
    return Object.assign(this, { url, method, headers, signal, redirect, body });
  }
}
