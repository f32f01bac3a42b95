import type { ClientTokenSubject } from "./client-token.js";
import { isSignalRAuthError, SignalRAuthError, type SignalRAuthErrorCode } from "./errors.js";
import { createNegotiator, type Negotiator, type NegotiatorOptions } from "./negotiator.js";
import { isFromOwnOrigin } from "./own-origin.js";

/** Who the client is. `hub` falls back to the `hub` option of the handler. */
export type AuthenticatedClient = Omit<ClientTokenSubject, "hub"> & {
  /** Name of the hub. Overrides the `hub` option of the handler. */
  readonly hub?: string;
};

/** Options of {@link createNegotiateHandler}. */
export interface NegotiateHandlerOptions extends NegotiatorOptions {
  /**
   * Identifies the caller, for example from a session or a token that you verify. Return `undefined` to respond with 401, or `{}`
   * to accept an anonymous client. Required, because there is no safe default.
   */
  readonly authenticate: (
    request: Request,
  ) => AuthenticatedClient | undefined | Promise<AuthenticatedClient | undefined>;
  /** Name of the hub, used when `authenticate` does not return one. */
  readonly hub?: string;
  /**
   * Other origins whose pages may negotiate, such as `https://app.example`. Pages of the application's own origin are always
   * allowed: a request is same-origin if the browser sends `Sec-Fetch-Site: same-origin`, or, without that header, if the host
   * of `Origin` equals the host of the request. An https page may call an http URL, because a proxy may terminate TLS, but not
   * the reverse. `X-Forwarded-Host` is not trusted. Default: none.
   */
  readonly allowedOrigins?: readonly string[];
}

/**
 * Handles `/negotiate` requests. Responds with:
 *
 * - 200 and a {@link Negotiation} as JSON
 * - 204 to a CORS preflight (`OPTIONS`)
 * - 400 if the user ID or a claim cannot be signed
 * - 401 if `authenticate` returns `undefined`
 * - 403 if the origin is not allowed
 * - 405 if the method is not `POST` or `OPTIONS`
 * - 413 if the token would be too long
 */
export type NegotiateHandler = (request: Request) => Promise<Response>;

/**
 * Creates the `/negotiate` endpoint of an application, as a web-standard handler that takes a `Request` and returns a `Response`.
 *
 * The handler ignores the query and the body of the request; the user ID comes only from `authenticate`.
 *
 * @param connectionString The connection string of the resource, or a {@link Negotiator} such as `negotiate` of
 * `createEndpoints` in `@x/hub/endpoints`. With a negotiator, the options of `createNegotiator` have no effect.
 * @throws {SignalRAuthError} Same as {@link createNegotiator}. Requests reject with `hub-invalid` if neither the options nor
 * `authenticate` name a hub, and with any other error for which the list of {@link NegotiateHandler} has no status.
 * @throws {TypeError} If `authenticate` is missing.
 *
 * @example
 * ```ts
 * import { createNegotiateHandler } from "@x/auth";
 *
 * const handler = createNegotiateHandler(
 *   "Endpoint=https://contoso.service.signalr.net;AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0;",
 *   { hub: "chat", authenticate: () => ({}) },
 * );
 * const response = await handler(new Request("https://app.example/negotiate", { method: "POST" }));
 * ```
 */
export function createNegotiateHandler(
  connectionString: string | Negotiator,
  options: NegotiateHandlerOptions,
): NegotiateHandler {
  const { authenticate, hub, allowedOrigins = [] } = options;
  if (typeof authenticate !== "function") {
    throw new TypeError(
      "authenticate is required: pass a function that returns the signed-in user, or undefined",
    );
  }
  const negotiate =
    typeof connectionString === "function" ? connectionString : createNegotiator(connectionString, options);
  const allowed = new Set(allowedOrigins);

  return async (request) => {
    const origin = request.headers.get("origin");
    const foreign = origin !== null && !isFromOwnOrigin(request);
    if (foreign && !allowed.has(origin)) return answer(403, { error: "This origin may not negotiate" }, {});
    const cors: Record<string, string> = foreign ? corsHeaders(origin) : {};
    if (request.method === "OPTIONS")
      return new Response(null, { status: 204, headers: { ...cors, ...preflight } });
    if (request.method !== "POST") {
      return answer(405, { error: "Negotiate with POST" }, { ...cors, allow: "POST, OPTIONS" });
    }
    const client = await authenticate(request);
    if (client === undefined || client === null) return answer(401, { error: "Not signed in" }, cors);
    const subject = { ...client, hub: client.hub ?? hub };
    if (subject.hub === undefined) {
      throw new SignalRAuthError(
        "hub-invalid",
        "No hub: set the option hub of createNegotiateHandler(), or return hub from authenticate",
      );
    }
    try {
      const call = { signal: request.signal, request };
      return answer(200, await negotiate({ ...subject, hub: subject.hub }, call), cors);
    } catch (error) {
      const status = isSignalRAuthError(error) ? statusOf[error.code] : undefined;
      if (status === undefined) throw error;
      return answer(status, { error: (error as SignalRAuthError).message }, cors);
    }
  };
}

/** Status codes for errors that user input can cause. Their messages do not repeat the input. */
const statusOf: Readonly<Partial<Record<SignalRAuthErrorCode, number>>> = {
  "user-id-invalid": 400,
  "claim-invalid": 400,
  "token-too-large": 413,
};

function corsHeaders(origin: string): Record<string, string> {
  // SignalR clients send credentials by default, and with credentials browsers reject `*`.
  return { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" };
}

const preflight: Readonly<Record<string, string>> = {
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "authorization, content-type, x-requested-with, x-signalr-user-agent",
  "access-control-max-age": "600",
  vary: "Origin",
};

function answer(status: number, body: object, headers: Readonly<Record<string, string>>): Response {
  return Response.json(body, {
    status,
    headers: { ...headers, "cache-control": "no-store", vary: "Origin" },
  });
}
