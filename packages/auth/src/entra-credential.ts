import { systemClock, type Clock } from "./clock.js";
import type { SignalRCredential } from "./credential.js";
import { SignalRAuthError } from "./errors.js";
import { RenewedValue, type Lease } from "./renewed-value.js";

/** The shape of `TokenCredential` of `@azure/core-auth`, which every credential of `@azure/identity` has. */
export interface TokenCredentialLike {
  /** Resolves to a token and when it expires, in milliseconds since 1970, or to `null` if there is none. */
  getToken(
    scopes: string | string[],
    options?: { abortSignal?: AbortSignal },
  ): Promise<{ token: string; expiresOnTimestamp: number; refreshAfterTimestamp?: number } | null>;
}

/** Options of {@link entraCredential}. */
export interface EntraCredentialOptions {
  /** `https://signalr.azure.com/.default` by default. */
  readonly scope?: string;
  /** Source of time, `Date.now` by default. */
  readonly clock?: Clock;
}

const defaultScope = "https://signalr.azure.com/.default";
const renewAheadInMs = 5 * 60_000;
const backOffInMs = 30_000;

/**
 * Uses Microsoft Entra tokens as they are. One token serves every route; it is renewed five minutes before it expires.
 *
 * The identity needs a role with the data actions that are called, for example "SignalR REST API Owner".
 *
 * @throws {SignalRAuthError} From calls: `token-unavailable`
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
  { scope = defaultScope, clock = systemClock }: EntraCredentialOptions = {},
): SignalRCredential {
  const renewed = new RenewedValue<string>({
    fetch: () => requestToken(tokenCredential, scope, clock),
    clock,
    backOffInMs,
  });
  return {
    async getToken(_audience, { signal, previous } = {}) {
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
  clock: Clock,
): Promise<Lease<string>> {
  let answer: Awaited<ReturnType<TokenCredentialLike["getToken"]>>;
  try {
    answer = await source.getToken(scope);
  } catch (cause) {
    throw new SignalRAuthError("token-unavailable", "Microsoft Entra gave no token; the cause says why", {
      cause,
    });
  }
  const { token, expiresOnTimestamp } = answer ?? { token: "", expiresOnTimestamp: 0 };
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
    throw new SignalRAuthError("token-unavailable", "The token credential answered without a usable token");
  }
  if (!(expiresOnTimestamp > clock())) {
    throw new SignalRAuthError(
      "token-unavailable",
      "The token credential answered with a token that has expired; check the clock of this machine",
    );
  }
  return {
    value: token,
    renewAt: answer?.refreshAfterTimestamp ?? expiresOnTimestamp - renewAheadInMs,
    expiresAt: expiresOnTimestamp,
  };
}
