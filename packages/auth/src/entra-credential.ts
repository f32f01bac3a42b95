import { systemClock, type Clock } from "./clock.js";
import type { SignalRCredential } from "./credential.js";
import { isSignalRAuthError, SignalRAuthError, type SignalRAuthErrorOptions } from "./errors.js";
import { numberOption } from "./number-option.js";
import { renewedValue, type Lease } from "./renewed-value.js";

/** The interface `TokenCredential` of `@azure/core-auth`, which every credential of `@azure/identity` implements. */
export interface TokenCredentialLike {
  /** Resolves to a token and its expiration time, in milliseconds since 1970, or to `null` if no token is available. */
  getToken(
    scopes: string | string[],
    options?: { abortSignal?: AbortSignal },
  ): Promise<{ token: string; expiresOnTimestamp: number; refreshAfterTimestamp?: number } | null>;
}

/** Options of {@link entraCredential}. */
export interface EntraCredentialOptions {
  /** Scope of the tokens. Default: `https://signalr.azure.com/.default`. */
  readonly scope?: string;
  /**
   * Timeout of a token request, in milliseconds. Default: 60,000, because a managed identity retries for up to half a minute. On
   * timeout, the `abortSignal` of the request aborts; the call then uses the current token, or rejects with `token-unavailable`
   * if there is none.
   */
  readonly timeoutInMs?: number;
  /** Source of the current time. Default: `Date.now`. */
  readonly clock?: Clock;
}

const defaultScope = "https://signalr.azure.com/.default";
const renewAheadInMs = 5 * 60_000;
const backOffInMs = 30_000;
const defaultTimeoutInMs = 60_000;

/**
 * Creates a credential that sends Microsoft Entra tokens. One token is used for all routes. It is renewed in the background when
 * the token's own refresh time (`refreshAfterTimestamp`) is reached, or 5 minutes before it expires. While there is no valid
 * token, failed requests are repeated after 1, 2, 4 … seconds, at most 30; while the current token is valid, after 30 seconds.
 *
 * The identity needs a role with the data actions of the operations that you call, for example "SignalR REST API Owner".
 *
 * @throws {SignalRAuthError} Calls reject with `token-unavailable`.
 * @throws {TypeError | RangeError} If `timeoutInMs` is not a finite number of at least 1.
 *
 * @example
 * ```ts
 * import { entraCredential, fromConnectionString } from "@x/auth";
 * import { DefaultAzureCredential } from "@azure/identity";
 *
 * const signalr = fromConnectionString("Endpoint=https://contoso.service.signalr.net;AuthType=azure;Version=1.0;", {
 *   credential: entraCredential(new DefaultAzureCredential()),
 * });
 * ```
 */
export function entraCredential(
  tokenCredential: TokenCredentialLike,
  {
    scope = defaultScope,
    timeoutInMs = defaultTimeoutInMs,
    clock = systemClock,
  }: EntraCredentialOptions = {},
): SignalRCredential {
  const renewed = renewedValue<string>({
    fetch: (abortSignal) => requestToken(tokenCredential, scope, abortSignal, clock),
    failure: asTokenError,
    clock,
    backOffInMs,
    timeoutInMs: numberOption("timeoutInMs", timeoutInMs, 1),
  });
  return {
    async getToken(_audience, { signal, previous } = {}) {
      signal?.throwIfAborted();
      if (previous === undefined) return renewed.get(signal);
      const { current } = renewed;
      if (current !== undefined && current !== previous) return current;
      const token = await renewed.refresh(signal);
      return token === previous ? undefined : token;
    },
  };
}

async function requestToken(
  source: TokenCredentialLike,
  scope: string,
  abortSignal: AbortSignal,
  clock: Clock,
): Promise<Lease<string>> {
  const answer = await source.getToken(scope, { abortSignal });
  const { token, expiresOnTimestamp, refreshAfterTimestamp = Number.NaN } = answer ?? {};
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
    throw unavailable("The token credential returned no usable token");
  }
  if (typeof expiresOnTimestamp !== "number" || !(expiresOnTimestamp > clock())) {
    throw unavailable("The token credential returned an expired token; check the clock of this machine");
  }
  return {
    value: token,
    renewAt: Number.isFinite(refreshAfterTimestamp)
      ? refreshAfterTimestamp
      : expiresOnTimestamp - renewAheadInMs,
    expiresAt: expiresOnTimestamp,
  };
}

function asTokenError(cause: unknown): SignalRAuthError {
  return isSignalRAuthError(cause)
    ? cause
    : unavailable("Could not get a token from Microsoft Entra; see error.cause", { cause });
}

function unavailable(message: string, options?: SignalRAuthErrorOptions): SignalRAuthError {
  return new SignalRAuthError("token-unavailable", message, options);
}
