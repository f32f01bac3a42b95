import { Unauthorized } from "../auth/authenticator.js";
import { BodyTooLarge } from "../read-body.js";

/** A refusal, told as `ErrorDetail` and in the header `x-ms-error-code`. */
export class RestError extends Error {
  override readonly name = "RestError";
  readonly status: number;
  readonly code: string;
  readonly target: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    options: { readonly target?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.target = options.target;
    this.headers = options.headers ?? {};
  }
}

export function badRequest(message: string, target: string): RestError {
  return new RestError(400, "Error.Request.Invalid", message, { target });
}

/** What a caller is told of an error, whatever it is. */
export function toRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  if (error instanceof Unauthorized)
    return new RestError(401, "Error.Request.Unauthorized", error.message, {
      headers: { "www-authenticate": error.challenge },
    });
  if (error instanceof BodyTooLarge)
    return new RestError(413, "Error.Request.TooLarge", error.message, { target: "body" });
  return new RestError(500, "Error.Unknown.Unknown", "The emulator failed; see its log");
}
