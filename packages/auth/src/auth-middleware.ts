import type { SignalRCredential } from "./credential.js";
import { assertSecureConnection, baseUrlOf, parseEndpoint, parseHttpUrl } from "./endpoint.js";
import { SignalRAuthError } from "./errors.js";
import { unauthorizedError } from "./unauthorized.js";

/** Options of {@link createAuthMiddleware}. */
export interface AuthMiddlewareOptions {
  /**
   * `Endpoint` of the connection string, from which token audiences are derived. Required only if the client sends calls to another
   * address (`ServerEndpoint`, `Port`). Default: the endpoint of the client.
   */
  readonly audienceEndpoint?: string | URL;
  /** Allows sending tokens over plain http to hosts that are not loopback. Only for trusted networks. Default: `false`. */
  readonly allowInsecureConnection?: boolean;
}

/** The properties of a request that the middleware uses: a `Request`, or a plain object. */
export interface SentRequest {
  /** Absolute URL. */
  readonly url: string;
  /** HTTP method, such as `GET`. */
  readonly method: string;
  /** Headers. The middleware sets `Authorization` in place. */
  readonly headers: Headers;
  /** Cancels the wait for a token. */
  readonly signal?: AbortSignal | undefined;
  /** Body of the request. A request with a stream is not retried, because a stream can be sent only once. */
  readonly body?: unknown;
}

/** The argument of the middleware's hooks. */
export interface CallContext {
  /** The request: in `onRequest` before it is sent, in `onResponse` afterwards. */
  readonly request: SentRequest;
  /** Path template of the operation, such as `/api/hubs/{hub}/:send`. */
  readonly schemaPath: string;
  /** The arguments of the call. The same object for every attempt. */
  readonly params: object;
  /** Description of the operation. If it is missing, the request gets a token. */
  readonly operation?: { readonly secured?: boolean };
  /** The endpoint of the client, and a `fetch` that bypasses the middleware. */
  readonly options: { readonly baseUrl: string; fetch(request: SentRequest): Promise<Response> };
}

/** Middleware for `createSignalRServiceClient` and for openapi-fetch. */
export interface AuthMiddleware {
  /** Sets the `Authorization` header, unless the operation is documented to need no authentication. */
  onRequest(call: CallContext): Promise<undefined>;
  /** After a 401, retries once if another token may be accepted, and otherwise throws an error that explains the reason. */
  onResponse(call: CallContext & { readonly response: Response }): Promise<Response | undefined>;
}

/** Values derived from the endpoint of a client. */
interface Base {
  /** The endpoint as it was passed. */
  readonly given: string;
  /** The normalized endpoint, without a trailing slash. */
  readonly address: string;
  readonly audienceOrigin: string;
}

interface Sent {
  readonly audience: string;
  readonly token: string;
  /** The request to retry with; absent if the body is a stream, which can be sent only once. */
  readonly copy: SentRequest | undefined;
}

/**
 * Creates middleware that adds a bearer token for the requested route to every request.
 *
 * If the service responds with 401, the request is retried once, provided that the credential has another token that may be
 * accepted: the first token came from a cache, or there is another key. If the retry also fails with 401, the call rejects with
 * an error that explains the reason.
 *
 * @throws {SignalRAuthError} `endpoint-invalid` if `audienceEndpoint` is not a valid URL. Calls reject with `endpoint-invalid`,
 * `insecure-connection`, `audience-invalid`, `token-unavailable`, `unauthorized`, and the errors of the credential.
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
  /** Calls that were retried after a 401. The client may retry them again for other reasons. */
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
          // An unread body would keep its connection open.
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

/** The health operation needs no token, so that it also works when authentication is the problem. */
function isAnonymous(operation: CallContext["operation"]): boolean {
  return operation !== undefined && operation.secured !== true;
}

/** The body of a `Request` can be read only once. A plain object can be reused, unless its body is a stream. */
function copyOf(request: SentRequest): SentRequest | undefined {
  if (request instanceof Request) return request.clone();
  return request.body instanceof ReadableStream ? undefined : request;
}

/** Returns the path after the endpoint as it is sent, which the service compares with the audience. */
function routeOf(requested: string, base: string): string {
  // Parsed, because the URL parser decides what is sent: text that starts with the endpoint may lead to another host.
  const url = parseHttpUrl(requested);
  const address = `${url?.origin}${url?.pathname}`;
  if (address.startsWith(`${base}/`)) return address.slice(base.length).replace(/\/$/, "");
  throw new SignalRAuthError(
    "audience-invalid",
    "The request URL is outside this client's endpoint, so the request was not sent",
  );
}
