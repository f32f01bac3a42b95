import { InvalidPathParameterError } from "./path.js";

/** What `fetch` is called with beside the URL. */
export interface LightRequestInit extends RequestInit {
  headers: Headers;
}

/**
 * Stands in for `Request` until something needs a real one: making a `Request` costs as much as all the rest of a call.
 *
 * It has what middleware uses of a request (`url`, `method`, `headers`, `body`, `signal`, `redirect`, `clone()` and the
 * readers), and may be given as the second argument of `new Request(url, request)`.
 */
export class LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: NonNullable<RequestInit["body"]> | null;
  readonly signal: AbortSignal | undefined;
  readonly redirect: NonNullable<RequestInit["redirect"]>;
  readonly #init: RequestInit;

  constructor(url: string, init: RequestInit) {
    const unfilled = /^[^?#]*\{([^{}]*)\}/.exec(url)?.[1];
    if (unfilled !== undefined) throw new InvalidPathParameterError(unfilled, "is missing");
    this.#init = init;
    this.url = url;
    this.method = init.method ?? "GET";
    this.headers = init.headers instanceof Headers ? init.headers : new Headers(init.headers);
    this.body = init.body ?? null;
    this.signal = init.signal ?? undefined;
    this.redirect = init.redirect ?? "follow";
  }

  /** A real `Request` counts as one too, since middleware may return either. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return (
      (typeof value === "object" &&
        value !== null &&
        Object.prototype.isPrototypeOf.call(LightRequest.prototype, value)) ||
      value instanceof globalThis.Request
    );
  }

  /** The second argument of `fetch`. */
  get init(): LightRequestInit {
    const { body, ...init } = this.#init;
    return { ...init, headers: this.headers, ...(body !== undefined && body !== null && { body }) };
  }

  clone(): LightRequest {
    return new LightRequest(this.url, { ...this.#init, headers: new Headers(this.headers) });
  }

  toString(): string {
    return this.url;
  }

  toRequest(): Request {
    return new globalThis.Request(this.url, this.init);
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.toRequest().arrayBuffer();
  }

  blob(): Promise<Blob> {
    return this.toRequest().blob();
  }

  formData(): Promise<FormData> {
    return this.toRequest().formData();
  }

  json(): Promise<unknown> {
    return this.toRequest().json();
  }

  text(): Promise<string> {
    return this.toRequest().text();
  }
}
