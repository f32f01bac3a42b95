import type { SignalRCredential } from "./credential.js";
import { assertSecureConnection, baseUrlOf, parseEndpoint } from "./endpoint.js";
import { SignalRAuthError } from "./errors.js";
import { unauthorizedError } from "./unauthorized.js";

/** Options of {@link createAuthMiddleware}. */
export interface AuthMiddlewareOptions {
  /**
   * `Endpoint` of the connection string, when calls go elsewhere (`ServerEndpoint`, `Port`): audiences are made of it.
   * By default the endpoint of the client.
   */
  readonly audienceEndpoint?: string | URL;
  /** Send tokens over plain http to hosts that are not loopback. Only for networks that are trusted. */
  readonly allowInsecureConnection?: boolean;
}

/** The part of a request that is looked at, as a `Request` or plain data has it. */
export interface SentRequest {
  /** Absolute URL. */
  readonly url: string;
  /** `GET`, `POST`, … */
  readonly method: string;
  /** Set in place. */
  readonly headers: Headers;
  /** Ends the wait for a token. */
  readonly signal?: AbortSignal | undefined;
  /** A stream cannot be sent again. */
  readonly body?: unknown;
}

/** What middleware is told of a call, as far as it is needed here. */
export interface CallContext {
  /** The request that will be sent, or was. */
  readonly request: SentRequest;
  /** Path template of the operation. */
  readonly schemaPath: string;
  /** The same object for every attempt of a call. */
  readonly params: object;
  /** What the document says of the operation. Where it is unknown, a token is sent. */
  readonly operation?: { readonly secured?: boolean };
  /** Settings of the client. */
  readonly options: { readonly baseUrl: string; fetch(request: SentRequest): Promise<Response> };
}

/** Middleware of `createSignalRServiceClient` and of openapi-fetch. */
export interface AuthMiddleware {
  /** Sets `Authorization`, unless the document says that the operation needs none. */
  onRequest(call: CallContext): Promise<undefined>;
  /** Answers a 401 with one more try where a fresh token may help, else with an error that says why. */
  onResponse(call: CallContext & { readonly response: Response }): Promise<Response | undefined>;
}

interface Sent {
  readonly audience: string;
  readonly token: string;
  /** What can be sent again; absent when the body is a stream that only its sender can make again. */
  readonly copy: SentRequest | undefined;
}

/**
 * Adds a bearer token for the intended route to every request.
 *
 * When the service answers 401, the request is sent once more if the credential has another token that may do
 * better: the first came from a cache, or there is another key. A 401 that stays fails with the reason in words.
 *
 * @throws {SignalRAuthError} From calls: `insecure-connection`, `unauthorized`, and what the credential throws.
 *
 * @example
 * ```ts
 * import { accessKeyCredential, createAuthMiddleware } from "@x/auth";
 * import { createSignalRServiceClient } from "@x/fetch-client";
 *
 * const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
 * const signalr = createSignalRServiceClient({
 *   endpoint: "https://contoso.service.signalr.net",
 *   middleware: [createAuthMiddleware(accessKeyCredential({ key }))],
 * });
 * ```
 */
export function createAuthMiddleware(
  credential: SignalRCredential,
  options: AuthMiddlewareOptions = {},
): AuthMiddleware {
  const { audienceEndpoint, allowInsecureConnection } = options;
  const fixedOrigin =
    audienceEndpoint === undefined ? undefined : parseEndpoint(audienceEndpoint, "audienceEndpoint").origin;
  const sent = new WeakMap<SentRequest, Sent>();
  /** Calls that have been sent again, since a call may be retried for other reasons afterwards. */
  const repeated = new WeakSet<object>();
  let base: Base | undefined;

  function audienceOf(request: SentRequest, baseUrl: string): string {
    if (base?.given !== baseUrl) base = readBase(baseUrl, fixedOrigin, allowInsecureConnection);
    return base.origin + routeOf(request.url, base);
  }

  return {
    async onRequest({ request, operation, options: { baseUrl } }) {
      if (isAnonymous(operation)) return undefined;
      const audience = audienceOf(request, baseUrl);
      const token = await credential.getToken(audience, signalOf(request));
      if (token === undefined) {
        throw new SignalRAuthError("token-unavailable", "The credential has no token for this call");
      }
      request.headers.set("authorization", `Bearer ${token}`);
      sent.set(request, {
        audience,
        token,
        copy: copyOf(request),
      });
      return undefined;
    },

    async onResponse({ request, response, schemaPath, params, operation, options: { fetch } }) {
      if (response.status !== 401 || isAnonymous(operation)) return undefined;
      const first = sent.get(request);
      if (first?.copy === undefined || repeated.has(params)) {
        throw unauthorizedError(response, request.method, schemaPath);
      }
      repeated.add(params);
      const token = await credential.getToken(first.audience, {
        ...signalOf(request),
        previous: first.token,
      });
      if (token === undefined || token === first.token) {
        throw unauthorizedError(response, request.method, schemaPath);
      }
      // An unread body would hold its connection.
      await response.body?.cancel();
      first.copy.headers.set("authorization", `Bearer ${token}`);
      const second = await fetch(first.copy);
      if (second.status === 401) throw unauthorizedError(second, request.method, schemaPath);
      credential.confirmToken?.(token);
      return second;
    },
  };
}

/** Health is asked without a token, so that it can be asked when tokens are the problem. */
function isAnonymous(operation: CallContext["operation"]): boolean {
  return operation !== undefined && operation.secured !== true;
}

/** The body of a `Request` can be read once; plain data can be sent again as it is, unless its body is a stream. */
function copyOf(request: SentRequest): SentRequest | undefined {
  if (request instanceof Request) return request.clone();
  return request.body instanceof ReadableStream ? undefined : request;
}

/** A light request has no signal where the caller gave none. */
function signalOf(request: { readonly signal?: AbortSignal | undefined }): { signal?: AbortSignal } {
  return request.signal ? { signal: request.signal } : {};
}

interface Base {
  readonly given: string;
  readonly normalized: string;
  readonly origin: string;
}

function readBase(
  given: string,
  fixedOrigin: string | undefined,
  allowInsecureConnection: boolean | undefined,
): Base {
  const url = parseEndpoint(given, "The endpoint of the client");
  assertSecureConnection(url, allowInsecureConnection);
  return { given, normalized: baseUrlOf(url), origin: fixedOrigin ?? url.origin };
}

/** The path after the endpoint as it is on the wire, which is what the service compares the audience with. */
function routeOf(url: string, base: Base): string {
  // A platform `Request` has a normalised URL, a stand-in has the URL as it was written.
  const start = url.startsWith(`${base.given}/`) ? base.given : base.normalized;
  if (!url.startsWith(`${start}/`)) {
    throw new SignalRAuthError(
      "audience-invalid",
      "The request does not go to the endpoint of the client, so it gets no token",
    );
  }
  const query = url.indexOf("?", start.length);
  const route = url.slice(start.length, query < 0 ? undefined : query);
  return route.endsWith("/") ? route.slice(0, -1) : route;
}
