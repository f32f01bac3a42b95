import { clientAudience, effectiveHub } from "./audience.js";
import { systemClock, type Clock } from "./clock.js";
import { customClaims, type ClaimValue, type CustomClaims } from "./custom-claims.js";
import { SignalRAuthError } from "./errors.js";
import { assertLifetime, defaultLifetimeInSeconds } from "./lifetime.js";
import { signingKeyOf, type SigningKey } from "./signing-key.js";
import { isUpstreamText } from "./upstream-text.js";

/** The client that a token is issued to. */
export interface ClientTokenSubject {
  /** Name of the hub. Not case-sensitive: it is converted to lower case. */
  readonly hub: string;
  /** Application name, which prefixes the hub name: with `app` and `hub`, the client joins the hub `app_hub`. */
  readonly application?: string;
  /**
   * User ID of the client. Omit it for an anonymous client. Must not be empty, contain a comma, a control character or an escape
   * such as `%2C`, or start or end with white space, because upstream webhooks would misread it; see `allowAmbiguousClaims` of
   * {@link SignClientTokenOptions}.
   */
  readonly userId?: string;
  /**
   * Custom claims. Reserved names (`asrs.…`) and names that identify the user (`nameid`, `sub`) are rejected. Registered names
   * such as `aud` and `exp` are signed as `asrs.u.<name>`, which the service unwraps. The restrictions of `userId` apply to names
   * and values.
   */
  readonly claims?: CustomClaims;
  /** Lifetime of the token: 1 to 86,400 seconds. Default: 3,600. */
  readonly expiresInSeconds?: number;
  /** Closes the connection when the token expires. Default: `false`; a WebSocket then outlives its token. */
  readonly closeOnExpiration?: boolean;
  /**
   * Tells the client why the service closed its connection, for example the `reason` given to a close operation of the REST API.
   * Default: `false`. Source: Azure/azure-signalr, `ClientManager.cs`.
   */
  readonly detailedErrors?: boolean;
  /**
   * Makes this a diagnostic client, whose activity is written to the resource logs even if they do not collect all connections.
   * Cannot be combined with `closeOnExpiration`. Default: `false`. Sources: Azure/azure-signalr, `ClaimsUtility.cs`;
   * [resource logs](https://learn.microsoft.com/azure/azure-signalr/signalr-howto-diagnostic-logs).
   */
  readonly isDiagnosticClient?: boolean;
}

/** Options of {@link signClientToken}. */
export interface SignClientTokenOptions extends ClientTokenSubject {
  /** The access key, as text. Its UTF-8 bytes are the key; it is not base64-decoded. */
  readonly key: string | SigningKey;
  /** `Endpoint` of the connection string, from which the audience is derived. Do not pass `ClientEndpoint`. */
  readonly endpoint: string | URL;
  /** `KeyId` of a dynamic key, written to the `kid` header. Omit it for the access keys of a connection string. */
  readonly id?: string;
  /**
   * Allows user IDs and claim values that upstream webhooks would misread. Set it only if none of your webhooks reads them. The
   * header `X-ASRS-User-Claims` is a comma-separated list without escaping, in which the value `eve, role: admin` looks like two
   * claims. Default: `false`.
   */
  readonly allowAmbiguousClaims?: boolean;
  /** Source of the current time. Default: `Date.now`. */
  readonly clock?: Clock;
}

/**
 * Signs a client token, which a SignalR client presents when it connects. The REST API rejects client tokens; use
 * {@link signServiceToken} for REST calls.
 *
 * @throws {SignalRAuthError} `access-key-invalid`, `endpoint-invalid`, `hub-invalid`, `user-id-invalid`,
 * `claim-invalid`, `lifetime-invalid`, `token-too-large`
 *
 * @example
 * ```ts
 * import { signClientToken } from "@x/auth";
 *
 * const accessToken = await signClientToken({
 *   key: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
 *   endpoint: "https://contoso.service.signalr.net",
 *   hub: "chat",
 *   userId: "ada",
 *   claims: { role: "admin" },
 * });
 * ```
 */
export async function signClientToken(options: SignClientTokenOptions): Promise<string> {
  const {
    expiresInSeconds = defaultLifetimeInSeconds,
    clock = systemClock,
    allowAmbiguousClaims = false,
  } = options;
  assertLifetime(expiresInSeconds);
  const key = signingKeyOf(options.key, options.id);
  const aud = clientAudience(options.endpoint, effectiveHub(options.hub, options.application));
  const iat = Math.floor(clock() / 1000);
  const exp = iat + expiresInSeconds;
  const claims: [string, ClaimValue][] = [
    ["aud", aud],
    ["iat", iat],
    ["exp", exp],
  ];
  if (options.userId !== undefined) {
    assertUserId(options.userId, allowAmbiguousClaims);
    // `nameid` is the documented claim; `asrs.s.uid` wins over it, so that no other claim can change who this is.
    claims.push(["nameid", options.userId], ["asrs.s.uid", options.userId]);
  }
  if (options.isDiagnosticClient === true) {
    if (options.closeOnExpiration === true) {
      throw new SignalRAuthError(
        "claim-invalid",
        "The service does not close diagnostic clients at expiration; set closeOnExpiration or isDiagnosticClient, not both",
      );
    }
    claims.push(["asrs.s.dc", "true"]);
  }
  if (options.closeOnExpiration === true) claims.push(["asrs.s.coae", "true"], ["asrs.s.aeo", exp]);
  if (options.detailedErrors === true) claims.push(["asrs.s.derror", "True"]);
  claims.push(...customClaims(options.claims ?? {}, allowAmbiguousClaims));
  return key.sign(Object.fromEntries(claims));
}

export function assertUserId(userId: unknown, allowAmbiguous: boolean): asserts userId is string {
  if (typeof userId !== "string" || userId === "" || /\p{Surrogate}/u.test(userId)) {
    throw new SignalRAuthError(
      "user-id-invalid",
      "userId must be a non-empty, well-formed string; leave it out for an anonymous client",
    );
  }
  if (allowAmbiguous || isUpstreamText(userId)) return;
  throw new SignalRAuthError(
    "user-id-invalid",
    "userId must not contain a comma, a control character or an escape such as %2C, or start or end with white space, " +
      "because upstream webhooks would misread it. Encode it without percent signs, for example with base64url, or set allowAmbiguousClaims if none of your webhooks reads user ids or claims",
  );
}
