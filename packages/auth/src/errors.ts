/**
 * Every reason for which this package refuses something.
 *
 * The codes are stable: switch on them, not on messages.
 */
export type SignalRAuthErrorCode =
  /** A connection string, or a part of one, does not follow the grammar. */
  | "connection-string-invalid"
  /** An access key is empty, or holds characters that a copied key never holds. */
  | "access-key-invalid"
  /** The connection string names Microsoft Entra, but no credential was given. */
  | "credential-required"
  /** An endpoint is not an absolute http or https URL. */
  | "endpoint-invalid"
  /** A token would travel over plain http to a host that is not loopback. */
  | "insecure-connection"
  /** A token was asked for an address that is not a route of the service. */
  | "audience-invalid"
  /** A lifetime is not a whole number of seconds within the limits. */
  | "lifetime-invalid"
  /** A hub or application name does not follow the rule of the service. */
  | "hub-invalid"
  /** A user id is empty, not well-formed text, or text that a webhook would read as something else. */
  | "user-id-invalid"
  /** A custom claim would take the place of a claim of the service, or a webhook would read it as something else. */
  | "claim-invalid"
  /** A token is longer than the 4,096 characters that the service accepts. */
  | "token-too-large"
  /** A text is not a compact JSON Web Token. */
  | "token-malformed"
  /** None of the given keys made the signature of a token. */
  | "token-signature-invalid"
  /** A token was made for another address. */
  | "token-audience-invalid"
  /** A token is past its `exp`. */
  | "token-expired"
  /** A token is before its `nbf`. */
  | "token-not-yet-valid"
  /** A token source failed, or answered without a usable token. */
  | "token-unavailable"
  /** The service did not hand out a usable dynamic access key. */
  | "access-key-unavailable"
  /** The service responded with 401; the message says why. */
  | "unauthorized"
  /** A webhook request is not signed by any of the given keys. */
  | "upstream-signature-invalid"
  /** A webhook request does not have the shape of an upstream event. */
  | "upstream-request-invalid"
  /** The body of a webhook request is longer than allowed. */
  | "upstream-request-too-large";

/** What a {@link SignalRAuthError} may carry besides code and message. */
export interface SignalRAuthErrorOptions {
  /** What led to the error. */
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
 *   if (error instanceof SignalRAuthError) console.log(error.code); // connection-string-invalid
 * }
 * ```
 */
export class SignalRAuthError extends Error {
  override name = "SignalRAuthError";
  /** Stable name of what is wrong; made for `switch`. */
  readonly code: SignalRAuthErrorCode;
  /** HTTP status, where a response led to the error. */
  readonly status: number | undefined;

  constructor(code: SignalRAuthErrorCode, message: string, options: SignalRAuthErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.status = options.status;
  }
}

/**
 * Tells a `SignalRAuthError` by name, which also works when two copies of this package are loaded.
 *
 * @example
 * ```ts
 * import { isSignalRAuthError, signServiceToken } from "@x/auth";
 *
 * try {
 *   await signServiceToken({ key: "pasted with a space", audience: "https://contoso.service.signalr.net/api/health" });
 * } catch (error) {
 *   if (isSignalRAuthError(error)) console.log(error.code); // access-key-invalid
 * }
 * ```
 */
export function isSignalRAuthError(value: unknown): value is SignalRAuthError {
  return value instanceof Error && value.name === "SignalRAuthError" && "code" in value;
}
