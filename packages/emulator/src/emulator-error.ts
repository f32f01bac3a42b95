/** Codes of {@link EmulatorError}. The codes are stable. */
export type EmulatorErrorCode =
  | "invalid-option"
  | "invalid-config"
  | "port-in-use"
  | "cannot-listen"
  | "not-listening"
  | "timeout";

/** Error thrown by the emulator: an invalid option or setting, a port that is not available, or a timeout. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  /** Stable error code, for use in a `switch`. */
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
