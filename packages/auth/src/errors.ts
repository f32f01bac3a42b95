/**
 * Every reason for which this package refuses something.
 *
 * The codes are stable: switch on them, not on messages.
 */
export type SignalRAuthErrorCode =
  /** A connection string, or a part of one, does not follow the grammar. */
  | "CONNECTION_STRING_INVALID"
  /** An access key is empty, or holds characters that a copied key never holds. */
  | "ACCESS_KEY_INVALID"
  /** The connection string names Microsoft Entra, but no credential was given. */
  | "CREDENTIAL_REQUIRED"
  /** An endpoint is not an absolute http or https URL. */
  | "ENDPOINT_INVALID"
  /** A token would travel over plain http to a host that is not loopback. */
  | "INSECURE_CONNECTION"
  /** A token was asked for an address that is not a route of the service. */
  | "AUDIENCE_INVALID"
  /** A lifetime is not a whole number of seconds within the limits. */
  | "LIFETIME_INVALID"
  /** A hub or application name does not follow the rule of the service. */
  | "HUB_INVALID"
  /** A user id is empty or not well-formed text. */
  | "USER_ID_INVALID"
  /** A custom claim would take the place of a claim that the service owns. */
  | "CLAIM_INVALID"
  /** A token is longer than the 4,096 characters that the service accepts. */
  | "TOKEN_TOO_LARGE"
  /** A text is not a compact JSON Web Token. */
  | "TOKEN_MALFORMED"
  /** None of the given keys made the signature of a token. */
  | "TOKEN_SIGNATURE_INVALID"
  /** A token was made for another address. */
  | "TOKEN_AUDIENCE_INVALID"
  /** A token is past its `exp`. */
  | "TOKEN_EXPIRED"
  /** A token is before its `nbf`. */
  | "TOKEN_NOT_YET_VALID"
  /** A token source failed, or answered without a usable token. */
  | "TOKEN_UNAVAILABLE"
  /** The service did not hand out a usable dynamic access key. */
  | "ACCESS_KEY_UNAVAILABLE"
  /** The service answered 401; the message says why in words. */
  | "UNAUTHORIZED"
  /** A webhook request is not signed by any of the given keys. */
  | "UPSTREAM_SIGNATURE_INVALID"
  /** A webhook request does not have the shape of an upstream event. */
  | "UPSTREAM_REQUEST_INVALID";

export interface SignalRAuthErrorOptions {
  readonly cause?: unknown;
  /** HTTP status, where a response led to the error. */
  readonly status?: number;
}

/**
 * An error of this package. No message, property or inspection of it holds a key or a token.
 *
 * @example
 * ```ts
 * import { parseConnectionString, SignalRAuthError } from "@x/auth";
 *
 * try {
 *   parseConnectionString("Endpoint=https://contoso.service.signalr.net;Version=1.0;");
 * } catch (error) {
 *   if (error instanceof SignalRAuthError) console.log(error.code); // CONNECTION_STRING_INVALID
 * }
 * ```
 */
export class SignalRAuthError extends Error {
  readonly code: SignalRAuthErrorCode;
  /** HTTP status, where a response led to the error. */
  readonly status?: number;

  constructor(code: SignalRAuthErrorCode, message: string, options: SignalRAuthErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SignalRAuthError";
    this.code = code;
    if (options.status !== undefined) this.status = options.status;
  }
}

/** Tells a `SignalRAuthError` by name, which also works when two copies of this package are loaded. */
export function isSignalRAuthError(value: unknown): value is SignalRAuthError {
  return value instanceof Error && value.name === "SignalRAuthError" && "code" in value;
}
