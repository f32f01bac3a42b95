import {
  createSignalRServiceClient,
  type SignalRServiceClient,
  type SignalRServiceClientOptions,
} from "@x/fetch-client";
import { accessKeyCredential } from "./access-key-credential.js";
import { createAuthMiddleware } from "./auth-middleware.js";
import type { Clock } from "./clock.js";
import { parseConnectionString, serviceAddresses } from "./connection-string.js";
import type { SignalRCredential } from "./credential.js";
import { SignalRAuthError } from "./errors.js";

/** Options of {@link fromConnectionString}: those of the client, and where tokens come from. */
export interface FromConnectionStringOptions extends Omit<SignalRServiceClientOptions, "endpoint"> {
  /** Where tokens come from instead of the access key. Required when the connection string names Microsoft Entra. */
  readonly credential?: SignalRCredential;
  /** The other access key of the resource, tried when the service refuses the first. */
  readonly secondaryKey?: string;
  /** Send tokens over plain http to a host that is not loopback. Only for networks that are trusted. */
  readonly allowInsecureConnection?: boolean;
  /** Source of time, `Date.now` by default. */
  readonly clock?: Clock;
}

/**
 * Makes a client that is ready to call: address and access key come from the connection string.
 *
 * Calls go to `ServerEndpoint` or to `Endpoint` with `Port`; tokens are made for `Endpoint`.
 *
 * @throws {SignalRAuthError} `connection-string-invalid`, `access-key-invalid`, `credential-required`; from calls also
 * what `createAuthMiddleware` names.
 *
 * @example
 * ```ts
 * import { fromConnectionString } from "@x/auth";
 *
 * const signalr = fromConnectionString(
 *   "Endpoint=https://contoso.service.signalr.net;AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0;",
 * );
 * await signalr.sendToUser({ hub: "chat", user: "ada", body: { target: "newMessage", arguments: ["hi"] } });
 * ```
 */
export function fromConnectionString(
  connectionString: string,
  options: FromConnectionStringOptions = {},
): SignalRServiceClient {
  const {
    credential,
    secondaryKey,
    allowInsecureConnection,
    clock,
    middleware = [],
    ...clientOptions
  } = options;
  const parts = parseConnectionString(connectionString);
  const { rest } = serviceAddresses(parts);
  const auth = createAuthMiddleware(credential ?? keyCredential(parts.accessKey, secondaryKey, clock), {
    audienceEndpoint: parts.endpoint,
    ...(allowInsecureConnection === undefined ? {} : { allowInsecureConnection }),
  });
  return createSignalRServiceClient({ ...clientOptions, endpoint: rest, middleware: [...middleware, auth] });
}

function keyCredential(
  key: string | undefined,
  secondaryKey: string | undefined,
  clock: Clock | undefined,
): SignalRCredential {
  if (key === undefined) {
    throw new SignalRAuthError(
      "credential-required",
      "The connection string names Microsoft Entra and has no AccessKey; pass credential: entraCredential(…)",
    );
  }
  return accessKeyCredential({
    key,
    ...(secondaryKey === undefined ? {} : { secondaryKey }),
    ...(clock === undefined ? {} : { clock }),
  });
}
