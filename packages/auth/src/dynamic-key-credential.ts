import { accessKeyCredential } from "./access-key-credential.js";
import { systemClock, type Clock } from "./clock.js";
import type { SignalRCredential } from "./credential.js";
import { isSignalRAuthError, SignalRAuthError } from "./errors.js";
import type { SigningKeySource } from "./negotiator.js";
import { numberOption } from "./number-option.js";
import { renewedValue, type Lease } from "./renewed-value.js";
import { SigningKey } from "./signing-key.js";

/** The one operation that dynamic keys need. The generated client is one. */
export interface AccessKeyProvider {
  /**
   * Resolves to a key and its id, in the spelling of the service. Arguments come first, as in every method of the client, so
   * that one of a later API version may have some.
   */
  getAccessKey(
    args?: object,
    options?: { signal?: AbortSignal },
  ): Promise<{ AccessKey?: string; KeyId?: string }>;
}

/** Options of {@link dynamicKeyCredential}. */
export interface DynamicKeyCredentialOptions {
  /** A client whose own credential is a Microsoft Entra one; it fetches the keys. */
  readonly client: AccessKeyProvider;
  /**
   * How long the service may take to hand out a key, 60,000 ms by default, the client's retries included. After that the call
   * fails with `access-key-unavailable`, or goes on with the key that it still has.
   */
  readonly timeoutInMs?: number;
  /** Source of time, `Date.now` by default. */
  readonly clock?: Clock;
}

/** Both a credential for REST calls and a source of keys for `createNegotiator`. */
export type DynamicKeyCredential = SignalRCredential & SigningKeySource;

// A key lives 90 minutes and the official SDK renews it after 55 (Azure/azure-signalr, `MicrosoftEntraAccessKey.cs`).
const minuteInMs = 60_000;
const renewAfterInMs = 55 * minuteInMs;
const lifetimeInMs = 90 * minuteInMs;
const backOffInMs = 5 * minuteInMs;
const defaultTimeoutInMs = minuteInMs;

interface RotatingKey {
  readonly signingKey: SigningKey;
  readonly credential: SignalRCredential;
}

/**
 * Signs with keys that the service hands out to a Microsoft Entra identity and rotates. A key is renewed after 55 minutes, in the
 * background; when that fails the old one serves until it expires, and the next attempt waits five minutes. Without a key,
 * attempts follow after 1, 2, 4 … seconds, at most 30.
 *
 * The identity needs "SignalR App Server" or "SignalR Service Owner".
 *
 * @throws {SignalRAuthError} From calls: `access-key-unavailable`
 * @throws {TypeError | RangeError} when `timeoutInMs` is not a number of at least 1.
 *
 * @example
 * ```ts
 * import { createNegotiator, dynamicKeyCredential, entraCredential, fromConnectionString } from "@x/auth";
 * import { DefaultAzureCredential } from "@azure/identity";
 *
 * const connectionString = "Endpoint=https://contoso.service.signalr.net;AuthType=azure;Version=1.0;";
 * const client = fromConnectionString(connectionString, { credential: entraCredential(new DefaultAzureCredential()) });
 * const negotiate = createNegotiator(connectionString, { keys: dynamicKeyCredential({ client }) });
 * ```
 */
export function dynamicKeyCredential({
  client,
  timeoutInMs = defaultTimeoutInMs,
  clock = systemClock,
}: DynamicKeyCredentialOptions): DynamicKeyCredential {
  const renewed = renewedValue<RotatingKey>({
    fetch: (signal) => requestKey(client, signal, clock),
    failure: asKeyError,
    clock,
    backOffInMs,
    timeoutInMs: numberOption("timeoutInMs", timeoutInMs, 1),
  });
  return {
    async getSigningKey({ signal } = {}) {
      return (await renewed.get(signal)).signingKey;
    },
    async getToken(audience, { signal, previous } = {}) {
      const key = await renewed.get(signal);
      if (previous === undefined) return key.credential.getToken(audience, { signal });
      const current = await key.credential.getToken(audience);
      signal?.throwIfAborted();
      if (current !== previous) return current;
      // The key itself may have been revoked.
      const next = await renewed.refresh(signal);
      return next === key ? undefined : next.credential.getToken(audience);
    },
  };
}

async function requestKey(
  client: AccessKeyProvider,
  signal: AbortSignal,
  clock: Clock,
): Promise<Lease<RotatingKey>> {
  const askedAt = clock();
  const answer = await client.getAccessKey({}, { signal });
  // The document leaves both optional, and nothing can be signed without either.
  for (const name of ["AccessKey", "KeyId"] as const) {
    if (typeof answer?.[name] !== "string" || answer[name] === "") {
      throw new SignalRAuthError("access-key-unavailable", `The response to getAccessKey has no ${name}`);
    }
  }
  return {
    value: rotatingKey(String(answer.AccessKey), String(answer.KeyId), clock),
    renewAt: askedAt + renewAfterInMs,
    expiresAt: askedAt + lifetimeInMs,
  };
}

function asKeyError(cause: unknown): SignalRAuthError {
  if (isSignalRAuthError(cause) && cause.code === "access-key-unavailable") return cause;
  return new SignalRAuthError(
    "access-key-unavailable",
    "The service returned no access key; the identity needs the role SignalR App Server or SignalR Service Owner. See error.cause",
    { cause },
  );
}

function rotatingKey(key: string, id: string, clock: Clock): RotatingKey {
  try {
    return { signingKey: new SigningKey(key, id), credential: accessKeyCredential({ key, id, clock }) };
  } catch (error) {
    throw isSignalRAuthError(error) ? new SignalRAuthError("access-key-unavailable", error.message) : error;
  }
}
