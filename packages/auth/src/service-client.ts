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

/** Options of {@link fromConnectionString}: the options of the client, except `endpoint`, and the source of its tokens. */
export interface FromConnectionStringOptions extends Omit<SignalRServiceClientOptions, "endpoint"> {
  /** Source of tokens, instead of the access key. Required if the connection string uses Microsoft Entra. */
  readonly credential?: SignalRCredential;
  /** The other access key of the resource, which is tried when the service rejects the first. */
  readonly secondaryKey?: string;
  /** Allows sending tokens over plain http to hosts that are not loopback. Only for trusted networks. Default: `false`. */
  readonly allowInsecureConnection?: boolean;
  /** Source of the current time. Default: `Date.now`. */
  readonly clock?: Clock;
}

/**
 * Creates a client of the REST API from a connection string.
 *
 * Calls are sent to `ServerEndpoint`, or to `Endpoint` with `Port`. The audience of tokens is always derived from `Endpoint`.
 *
 * @throws {SignalRAuthError} `connection-string-invalid`, `access-key-invalid`, `credential-required`. Calls also reject with
 * the errors of {@link createAuthMiddleware}.
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
 * Creates the context that the functions of `@x/fetch-client/operations` take, from a connection string. Use it instead of
 * {@link fromConnectionString} to bundle only the operations that your program calls.
 *
 * @throws {SignalRAuthError} `connection-string-invalid`, `access-key-invalid`, `credential-required`. Calls also reject with
 * the errors of {@link createAuthMiddleware}.
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
