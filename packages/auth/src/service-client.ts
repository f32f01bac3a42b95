import {
  createSignalRServiceClient,
  createSignalRServiceContext,
  type SignalRServiceClient,
  type SignalRServiceClientOptions,
  type SignalRServiceContext,
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
  return createSignalRServiceClient(clientOptions(connectionString, options));
}

/**
 * Makes the context that the functions of `@x/fetch-client/operations` take, for a program that calls a few operations and
 * bundles nothing of the others. Address and access key come from the connection string, as in {@link fromConnectionString}.
 *
 * @throws {SignalRAuthError} `connection-string-invalid`, `access-key-invalid`, `credential-required`; from calls also
 * what `createAuthMiddleware` names.
 *
 * @example
 * ```ts
 * import { contextFromConnectionString } from "@x/auth";
 * import { sendToUser } from "@x/fetch-client/operations";
 *
 * const context = contextFromConnectionString(
 *   "Endpoint=https://contoso.service.signalr.net;AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0;",
 * );
 * await sendToUser(context, { hub: "chat", user: "ada", body: { target: "newMessage", arguments: ["hi"] } });
 * ```
 */
export function contextFromConnectionString(
  connectionString: string,
  options: FromConnectionStringOptions = {},
): SignalRServiceContext {
  return createSignalRServiceContext(clientOptions(connectionString, options));
}

function clientOptions(
  connectionString: string,
  options: FromConnectionStringOptions,
): SignalRServiceClientOptions {
  const { credential, secondaryKey, allowInsecureConnection, clock, middleware = [], ...rest } = options;
  const parts = parseConnectionString(connectionString);
  const auth = createAuthMiddleware(credential ?? keyCredential(parts.accessKey, secondaryKey, clock), {
    audienceEndpoint: parts.endpoint,
    ...(allowInsecureConnection === undefined ? {} : { allowInsecureConnection }),
  });
  return { ...rest, endpoint: serviceAddresses(parts).rest, middleware: [...middleware, auth] };
}

function keyCredential(
  key: string | undefined,
  secondaryKey: string | undefined,
  clock: Clock | undefined,
): SignalRCredential {
  if (key === undefined) {
    throw new SignalRAuthError(
      "credential-required",
      "The connection string uses Microsoft Entra and has no AccessKey; pass the `credential` option, for example entraCredential(…)",
    );
  }
  return accessKeyCredential({
    key,
    ...(secondaryKey === undefined ? {} : { secondaryKey }),
    ...(clock === undefined ? {} : { clock }),
  });
}
