/** Why the emulator cannot be made or started. */
export type EmulatorErrorCode =
  | "invalid-option"
  | "invalid-config"
  | "port-in-use"
  | "cannot-listen"
  | "not-listening"
  | "timeout";

/** Wrong use of the emulator, or a surrounding that does not allow what was asked for. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  /** Stable name of what is wrong. */
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
