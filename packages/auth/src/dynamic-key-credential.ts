import { accessKeyCredential } from "./access-key-credential.js";
import { systemClock, type Clock } from "./clock.js";
import type { SignalRCredential } from "./credential.js";
import { isSignalRAuthError, SignalRAuthError } from "./errors.js";
import type { SigningKeySource } from "./negotiator.js";
import { numberOption } from "./number-option.js";
import { renewedValue, type Lease } from "./renewed-value.js";
import { SigningKey } from "./signing-key.js";

/** Requests dynamic access keys, for example a client of `@x/fetch-client`. */
export interface AccessKeyProvider {
  /**
   * Resolves to a key and its ID, with the property names of the service. The first parameter is an empty object, so that a later
   * API version can add arguments.
   */
  getAccessKey(
    args?: object,
    options?: { signal?: AbortSignal },
  ): Promise<{ AccessKey?: string; KeyId?: string }>;
}

/** Options of {@link dynamicKeyCredential}. */
export interface DynamicKeyCredentialOptions {
  /** The client that requests the keys. It must use a Microsoft Entra credential. */
  readonly client: AccessKeyProvider;
  /**
   * Timeout of a key request, in milliseconds, including the client's retries. Default: 60,000. On timeout, the call uses the
   * current key, or rejects with `access-key-unavailable` if there is none.
   */
  readonly timeoutInMs?: number;
  /** Source of the current time. Default: `Date.now`. */
  readonly clock?: Clock;
}

/** A credential for REST calls, which is also the source of signing keys for {@link createNegotiator}. */
export type DynamicKeyCredential = SignalRCredential & SigningKeySource;

// A key is valid for 90 minutes, and the official SDK renews it after 55 (Azure/azure-signalr, `MicrosoftEntraAccessKey.cs`).
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
 * Creates a credential that signs tokens with dynamic access keys, which the service issues to a Microsoft Entra identity and
 * rotates. A key is renewed in the background after 55 minutes. If that fails, the current key is used until it expires (90
 * minutes), and renewal is retried after 5 minutes. Without a valid key, requests are repeated after 1, 2, 4 … seconds, at
 * most 30.
 *
 * The identity needs the role "SignalR App Server" or "SignalR Service Owner".
 *
 * @throws {SignalRAuthError} Calls reject with `access-key-unavailable`.
 * @throws {TypeError | RangeError} If `timeoutInMs` is not a finite number of at least 1.
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
  // Both are optional in the OpenAPI document, but signing needs both.
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
