import { serviceAudience } from "./audience.js";
import { systemClock, type Clock } from "./clock.js";
import { assertLifetime, defaultLifetimeInSeconds } from "./lifetime.js";
import { signingKeyOf, type SigningKey } from "./signing-key.js";

/** Options of {@link signServiceToken}. */
export interface SignServiceTokenOptions {
  /** The access key, as text. Its UTF-8 bytes are the key; it is not base64-decoded. */
  readonly key: string | SigningKey;
  /**
   * The URL that will be called, for example `https://contoso.service.signalr.net/api/hubs/chat/:send`.
   * Query, fragment and trailing slash are removed.
   */
  readonly audience: string | URL;
  /** Lifetime of the token: 1 to 86,400 seconds. Default: 3,600. */
  readonly expiresInSeconds?: number;
  /** `KeyId` of a dynamic key, written to the `kid` header. Omit it for the access keys of a connection string. */
  readonly id?: string;
  /** Source of the current time. Default: `Date.now`. */
  readonly clock?: Clock;
}

/**
 * Signs a bearer token for a route of the REST API.
 *
 * @throws {SignalRAuthError} `access-key-invalid`, `audience-invalid`, `lifetime-invalid`, `token-too-large`
 *
 * @example
 * ```ts
 * import { signServiceToken } from "@x/auth";
 *
 * const token = await signServiceToken({
 *   key: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
 *   audience: "https://contoso.service.signalr.net/api/hubs/chat/:send",
 * });
 * ```
 */
export async function signServiceToken(options: SignServiceTokenOptions): Promise<string> {
  const { expiresInSeconds = defaultLifetimeInSeconds, clock = systemClock } = options;
  assertLifetime(expiresInSeconds);
  const key = signingKeyOf(options.key, options.id);
  const aud = serviceAudience(options.audience);
  const iat = Math.floor(clock() / 1000);
  return key.sign({ aud, iat, exp: iat + expiresInSeconds });
}
