import type { ClientTokenSubject } from "./client-token.js";
import { isSignalRAuthError, SignalRAuthError, type SignalRAuthErrorCode } from "./errors.js";
import { createNegotiator, type Negotiator, type NegotiatorOptions } from "./negotiator.js";
import { isFromOwnOrigin } from "./own-origin.js";

/** Who the client is. Anything that is left out comes from the options of the handler. */
export type AuthenticatedClient = Omit<ClientTokenSubject, "hub"> & {
  /** Name of the hub, instead of the handler's. */
  readonly hub?: string;
};

/** Options of {@link createNegotiateHandler}. */
export interface NegotiateHandlerOptions extends NegotiatorOptions {
  /**
   * Decides who is asking, from a session or a token that you check. `undefined` means a response with 401; `{}` lets the client in
   * anonymously. There is no default, because there is no safe one.
   */
  readonly authenticate: (
    request: Request,
  ) => AuthenticatedClient | undefined | Promise<AuthenticatedClient | undefined>;
  /** The hub of clients for whom `authenticate` names none. */
  readonly hub?: string;
  /**
   * Origins of other sites whose pages may connect, such as `https://app.example`. The app's own pages always may: those whose
   * browser sends `Sec-Fetch-Site: same-origin`, or whose `Origin` has the host of the request. Schemes are not compared, as
   * a proxy may end TLS; `X-Forwarded-Host` is not trusted.
   */
  readonly allowedOrigins?: readonly string[];
}

/**
 * A `/negotiate` endpoint: 200 with the answer, 400 for a user id or claim that cannot be signed, 401, 403 for a foreign origin, 405,
 * 413 for a token that is too long.
 */
export type NegotiateHandler = (request: Request) => Promise<Response>;

/**
 * Makes the `/negotiate` endpoint of an application as a web-standard handler: a `Request` in, a `Response` out.
 *
 * Query and body of the request are not looked at; the user id comes from `authenticate` alone.
 *
 * @param connectionString Of the resource. A negotiator, such as `negotiate` of `createEndpoints` in `@x/hub/endpoints`, takes
 * its place; the options of `createNegotiator` have no effect then.
 * @throws {SignalRAuthError} What `createNegotiator` throws.
 * @throws {TypeError} when `authenticate` is missing.
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

/** What text of a user can lead to; the messages do not repeat it. */
const statusOf: Readonly<Partial<Record<SignalRAuthErrorCode, number>>> = {
  "user-id-invalid": 400,
  "claim-invalid": 400,
  "token-too-large": 413,
};

function corsHeaders(origin: string): Record<string, string> {
  // SignalR clients send credentials unless told otherwise, so the origin is named and never a star.
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
