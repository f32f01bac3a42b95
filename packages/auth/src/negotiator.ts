import { clientUrl, effectiveHub } from "./audience.js";
import { assertUserId, signClientToken, type ClientTokenSubject } from "./client-token.js";
import type { Clock } from "./clock.js";
import { parseConnectionString, serviceAddresses } from "./connection-string.js";
import { assertSecureConnection } from "./endpoint.js";
import { SignalRAuthError } from "./errors.js";
import { assertLifetime } from "./lifetime.js";
import { SigningKey } from "./signing-key.js";

/** Provides the key that signs client tokens, for example {@link dynamicKeyCredential}. */
export interface SigningKeySource {
  /** Resolves to the current signing key. */
  getSigningKey(options?: { readonly signal?: AbortSignal }): Promise<SigningKey>;
}

/** Generates client tokens, for example a client of `@x/fetch-client`. */
export interface ClientTokenGenerator {
  /** Requests a client token from the service. `minutesToExpire` is a whole number. */
  generateClientToken(
    parameters: { hub: string; userId?: string; minutesToExpire?: number },
    options?: { signal?: AbortSignal },
  ): Promise<{ token?: string }>;
}

/** Options of {@link createNegotiator}. */
export interface NegotiatorOptions {
  /** Signs tokens with a rotating key instead of the access key of the connection string. Takes precedence over `client`. */
  readonly keys?: SigningKeySource;
  /** Lets the service generate the tokens instead of signing them locally. Such tokens cannot contain custom claims. */
  readonly client?: ClientTokenGenerator;
  /** Allows sending clients to a plain http address that is not loopback. Default: `false`. */
  readonly allowInsecureConnection?: boolean;
  /** Allows user IDs and claim values that upstream webhooks would misread; see `signClientToken`. Default: `false`. */
  readonly allowAmbiguousClaims?: boolean;
  /** Source of the current time. Default: `Date.now`. */
  readonly clock?: Clock;
}

/** The response body that a SignalR client expects from `/negotiate`. */
export interface Negotiation {
  /** The URL to connect to: `ClientEndpoint` or `Endpoint` of the connection string, with the hub. */
  readonly url: string;
  /** The token of the client. Send it only to that client. */
  readonly accessToken: string;
}

/** Options of a {@link Negotiator}. */
export interface NegotiateOptions {
  /** Cancels the wait for a key or a token. */
  readonly signal?: AbortSignal;
  /** The `/negotiate` request, for negotiators that choose between several resources. */
  readonly request?: Request;
}

/** Creates the `/negotiate` response for a client. */
export type Negotiator = (subject: ClientTokenSubject, options?: NegotiateOptions) => Promise<Negotiation>;

/**
 * Creates a function that produces `/negotiate` responses: the URL to connect to, and a token for the client.
 *
 * The user ID decides which messages a client receives. Take it from a session that you have verified, never from the request.
 *
 * @throws {SignalRAuthError} `connection-string-invalid`, `credential-required`, `insecure-connection`. Calls reject with the
 * errors of `signClientToken`; with `client`, also with `token-unavailable`.
 *
 * @example
 * ```ts
 * import { createNegotiator } from "@x/auth";
 *
 * const negotiate = createNegotiator(
 *   "Endpoint=https://contoso.service.signalr.net;AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0;",
 * );
 * const { url, accessToken } = await negotiate({ hub: "chat", userId: "ada" });
 * ```
 */
export function createNegotiator(connectionString: string, options: NegotiatorOptions = {}): Negotiator {
  const parts = parseConnectionString(connectionString);
  const { client: base } = serviceAddresses(parts);
  assertSecureConnection(new URL(base), options.allowInsecureConnection);
  if (options.client !== undefined && options.keys === undefined) {
    const { client } = options;
    return negotiator(base, (subject, call) => generatedToken(client, options, subject, call));
  }
  const keys = options.keys ?? staticKey(parts.accessKey);
  return negotiator(base, (subject, call) => signedToken(keys, parts.endpoint, options, subject, call));
}

function negotiator(
  base: string,
  tokenFor: (subject: ClientTokenSubject, call: NegotiateOptions | undefined) => Promise<string>,
): Negotiator {
  return async (subject, call) => {
    call?.signal?.throwIfAborted();
    const url = clientUrl(base, effectiveHub(subject.hub, subject.application));
    return { url, accessToken: await tokenFor(subject, call) };
  };
}

function staticKey(accessKey: string | undefined): SigningKeySource {
  if (accessKey === undefined) {
    throw new SignalRAuthError(
      "credential-required",
      "The connection string has no AccessKey. Pass the option keys, such as dynamicKeyCredential(…), or the option client to let the service generate tokens",
    );
  }
  const key = Promise.resolve(new SigningKey(accessKey));
  return { getSigningKey: () => key };
}

async function signedToken(
  keys: SigningKeySource,
  endpoint: string,
  { clock, allowAmbiguousClaims = false }: NegotiatorOptions,
  subject: ClientTokenSubject,
  call: NegotiateOptions | undefined,
): Promise<string> {
  const key = await keys.getSigningKey(call);
  return signClientToken({
    ...subject,
    key,
    endpoint,
    allowAmbiguousClaims,
    ...(clock === undefined ? {} : { clock }),
  });
}

async function generatedToken(
  client: ClientTokenGenerator,
  { allowAmbiguousClaims = false }: NegotiatorOptions,
  subject: ClientTokenSubject,
  call: NegotiateOptions | undefined,
): Promise<string> {
  const {
    hub,
    application,
    userId,
    claims,
    expiresInSeconds,
    closeOnExpiration,
    detailedErrors,
    isDiagnosticClient,
  } = subject;
  if (
    closeOnExpiration === true ||
    detailedErrors === true ||
    isDiagnosticClient === true ||
    (claims !== undefined && Object.keys(claims).length > 0)
  ) {
    throw new SignalRAuthError(
      "claim-invalid",
      "Tokens that the service generates contain only a user id; sign with a key to use claims, closeOnExpiration, detailedErrors or isDiagnosticClient",
    );
  }
  if (userId !== undefined) assertUserId(userId, allowAmbiguousClaims);
  if (expiresInSeconds !== undefined) assertLifetime(expiresInSeconds);
  const { token } = await client.generateClientToken(
    {
      hub: effectiveHub(hub, application),
      ...(userId === undefined ? {} : { userId }),
      ...(expiresInSeconds === undefined ? {} : { minutesToExpire: Math.ceil(expiresInSeconds / 60) }),
    },
    call?.signal === undefined ? {} : { signal: call.signal },
  );
  if (typeof token !== "string" || token === "") {
    throw new SignalRAuthError("token-unavailable", "generateClientToken returned no token");
  }
  return token;
}
