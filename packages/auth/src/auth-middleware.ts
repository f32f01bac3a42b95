import type { SignalRCredential } from "./credential.js";
import { assertSecureConnection, baseUrlOf, parseEndpoint, parseHttpUrl } from "./endpoint.js";
import { SignalRAuthError } from "./errors.js";
import { unauthorizedError } from "./unauthorized.js";

/** Options of {@link createAuthMiddleware}. */
export interface AuthMiddlewareOptions {
  /**
   * `Endpoint` of the connection string, when calls are sent to another address (`ServerEndpoint`, `Port`): audiences are made of it.
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
  /** A stream can be sent only once. */
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
  /** Retries once after a 401 where a fresh token may help, and otherwise throws an error that says why. */
  onResponse(call: CallContext & { readonly response: Response }): Promise<Response | undefined>;
}

/** What follows from the endpoint of a client. */
interface Base {
  /** As it was given. */
  readonly given: string;
  /** As a URL parser writes it, without a trailing slash. */
  readonly address: string;
  readonly audienceOrigin: string;
}

interface Sent {
  readonly audience: string;
  readonly token: string;
  /** What a retry sends; absent when the body is a stream, which can be sent only once. */
  readonly copy: SentRequest | undefined;
}

/**
 * Adds a bearer token for the intended route to every request.
 *
 * When the service responds with 401, the request is sent once more if the credential has another token that may be
 * accepted: the first came from a cache, or there is another key. A second 401 fails with an error that explains it.
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
  /** Calls that have been repeated here, since a call may be retried for other reasons afterwards. */
  const repeated = new WeakSet<object>();
  let base: Base | undefined;

  return {
    async onRequest({ request, operation, options: { baseUrl } }) {
      if (isAnonymous(operation)) return undefined;
      if (base?.given !== baseUrl) {
        const url = parseEndpoint(baseUrl, "The endpoint of the client");
        assertSecureConnection(url, allowInsecureConnection);
        base = { given: baseUrl, address: baseUrlOf(url), audienceOrigin: fixedOrigin ?? url.origin };
      }
      const audience = base.audienceOrigin + routeOf(request.url, base.address);
      const token = await credential.getToken(audience, { signal: request.signal });
      if (token === undefined) {
        throw new SignalRAuthError("token-unavailable", "The credential returned no token for this call");
      }
      setToken(request, token);
      sent.set(request, { audience, token, copy: copyOf(request) });
      return undefined;
    },

    async onResponse({ request, response, schemaPath, params, operation, options: { fetch } }) {
      if (response.status !== 401 || isAnonymous(operation)) return undefined;
      let refused = response;
      const first = sent.get(request);
      if (first?.copy && !repeated.has(params)) {
        repeated.add(params);
        const previous = first.token;
        const token = await credential.getToken(first.audience, { signal: request.signal, previous });
        if (token !== undefined && token !== previous) {
          // An unread body would hold its connection.
          await response.body?.cancel();
          setToken(first.copy, token);
          refused = await fetch(first.copy);
          if (refused.status !== 401) {
            credential.confirmToken?.(token);
            return refused;
          }
        }
      }
      throw unauthorizedError(refused, request.method, schemaPath);
    },
  };
}

function setToken({ headers }: SentRequest, token: string): void {
  headers.set("authorization", `Bearer ${token}`);
}

/** Health is asked without a token, so that it can be asked when tokens are the problem. */
function isAnonymous(operation: CallContext["operation"]): boolean {
  return operation !== undefined && operation.secured !== true;
}

/** The body of a `Request` can be read once; plain data can be reused as it is, unless its body is a stream. */
function copyOf(request: SentRequest): SentRequest | undefined {
  if (request instanceof Request) return request.clone();
  return request.body instanceof ReadableStream ? undefined : request;
}

/** The path after the endpoint as it is on the wire, which is what the service compares the audience with. */
function routeOf(requested: string, base: string): string {
  // A URL parser decides what is on the wire; a text that only starts with the endpoint may lead to another host.
  const url = parseHttpUrl(requested);
  const address = `${url?.origin}${url?.pathname}`;
  if (address.startsWith(`${base}/`)) return address.slice(base.length).replace(/\/$/, "");
  throw new SignalRAuthError(
    "audience-invalid",
    "The request URL is outside this client's endpoint, so the request was not sent",
  );
}
