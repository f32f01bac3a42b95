import { clientAudience, effectiveHub } from "./audience.js";
import { systemClock, type Clock } from "./clock.js";
import { customClaims, type ClaimValue, type CustomClaims } from "./custom-claims.js";
import { SignalRAuthError } from "./errors.js";
import { assertLifetime, defaultLifetimeInSeconds } from "./lifetime.js";
import { signingKeyOf, type SigningKey } from "./signing-key.js";
import { isUpstreamText } from "./upstream-text.js";

/** What is said about the client that a token is for. */
export interface ClientTokenSubject {
  /** Name of the hub, in any case: the service compares in lower case. */
  readonly hub: string;
  /** Prefix of the hub: clients of `app` and `hub` are in the hub `app_hub`. */
  readonly application?: string;
  /**
   * Leave it out for an anonymous client. An empty user id is refused, and so is text that a webhook would read as
   * something else: with a comma, a control character, an escape such as `%2C`, or white space at its start or end.
   */
  readonly userId?: string;
  /**
   * Further claims. Names that the service owns (`asrs.…`) or that name the user (`nameid`, `sub`) are refused; `aud`, `exp`
   * and the like are wrapped. Names and values keep the rule of `userId`.
   */
  readonly claims?: CustomClaims;
  /** 1 to 86,400 seconds, 3,600 by default. */
  readonly expiresInSeconds?: number;
  /** Close the connection when the token expires. Without it a WebSocket outlives its token. */
  readonly closeOnExpiration?: boolean;
  /**
   * Let the client see why the service closes its connection, such as the `reason` of a close by REST.
   * Source: Azure/azure-signalr, `ClientManager.cs`.
   */
  readonly detailedErrors?: boolean;
  /**
   * Make this a diagnostic client: the resource logs hold what it does even where they do not collect all connections. Cannot
   * be combined with `closeOnExpiration`. Sources: Azure/azure-signalr, `ClaimsUtility.cs`;
   * [resource logs](https://learn.microsoft.com/azure/azure-signalr/signalr-howto-diagnostic-logs).
   */
  readonly isDiagnosticClient?: boolean;
}

/** Options of {@link signClientToken}: who the client is, and what signs. */
export interface SignClientTokenOptions extends ClientTokenSubject {
  /** The access key as text. Its UTF-8 bytes are the key; it is not base64-decoded. */
  readonly key: string | SigningKey;
  /** `Endpoint` of the connection string, never `ClientEndpoint`: the audience is made of it. */
  readonly endpoint: string | URL;
  /** `KeyId` of a dynamic key, written as `kid`. Leave it out for the keys of a connection string. */
  readonly id?: string;
  /**
   * Sign user ids and claim values that a webhook would read as something else, because none of yours reads them. The header
   * `X-ASRS-User-Claims` is a list that escapes nothing, so there `eve, role: admin` is two claims.
   */
  readonly allowAmbiguousClaims?: boolean;
  /** Source of time, `Date.now` by default. */
  readonly clock?: Clock;
}

/**
 * Signs the token that a SignalR client presents when it connects. REST calls refuse it.
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
