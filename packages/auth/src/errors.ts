/**
 * Codes of {@link SignalRAuthError}.
 *
 * The codes are stable, the messages are not: compare codes.
 */
export type SignalRAuthErrorCode =
  /** A connection string, or a part of one, does not follow the grammar. */
  | "connection-string-invalid"
  /** An access key is empty, or contains white space or a control character. */
  | "access-key-invalid"
  /** The connection string uses Microsoft Entra, but no credential was passed. */
  | "credential-required"
  /** An endpoint is not an absolute http or https URL. */
  | "endpoint-invalid"
  /** A token would be sent over plain http to a host that is not loopback. */
  | "insecure-connection"
  /** A token was requested for a URL that is not a route of the service. */
  | "audience-invalid"
  /** A lifetime is not a whole number from 1 to 86,400 seconds. */
  | "lifetime-invalid"
  /** A hub or application name is missing or not valid. */
  | "hub-invalid"
  /** A user ID is empty, not well-formed Unicode, or would be misread by upstream webhooks. */
  | "user-id-invalid"
  /** A custom claim has a reserved name, would be misread by upstream webhooks, or cannot be part of this token. */
  | "claim-invalid"
  /** A token is longer than the 4,096 characters that the service accepts. */
  | "token-too-large"
  /** A string is not a compact JSON Web Token with JSON claims. */
  | "token-malformed"
  /** The signature of a token does not match any of the keys, or its algorithm is not HS256. */
  | "token-signature-invalid"
  /** A token has another audience. */
  | "token-audience-invalid"
  /** A token has expired (`exp`). */
  | "token-expired"
  /** A token is not valid yet (`nbf`). */
  | "token-not-yet-valid"
  /** A credential failed, or returned no usable token. */
  | "token-unavailable"
  /** The service returned no usable dynamic access key. */
  | "access-key-unavailable"
  /** The service responded with 401. The message gives the reason. */
  | "unauthorized"
  /** A webhook request is not signed with any of the access keys. */
  | "upstream-signature-invalid"
  /** A webhook request is not a valid upstream event. */
  | "upstream-request-invalid"
  /** The body of a webhook request exceeds `maxBodyBytes`. */
  | "upstream-request-too-large";

/** Options of the {@link SignalRAuthError} constructor. */
export interface SignalRAuthErrorOptions {
  /** The error that caused this one. */
  readonly cause?: unknown;
  /** HTTP status of the response that caused the error. */
  readonly status?: number;
}

/**
 * Error thrown by this package. It never contains a key or a token, neither in its message nor in its properties.
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
  /** Stable error code, for use in a `switch`. */
  readonly code: SignalRAuthErrorCode;
  /** HTTP status of the response that caused the error, or `undefined`. */
  readonly status: number | undefined;

  constructor(code: SignalRAuthErrorCode, message: string, options: SignalRAuthErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.status = options.status;
  }
}

/**
 * Tells whether a value is a {@link SignalRAuthError}. Unlike `instanceof`, this works if several copies of this package are
 * loaded, because it compares the name.
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
