import { checkOptions } from "./check-options.js";
import type { Emulator } from "./emulator.js";
import { LocalService } from "./local-service.js";
import type { EmulatorOptions } from "./options.js";

/**
 * Creates a local Azure SignalR Service for development and tests. It implements the data-plane REST API 2024-12-01 and the
 * client endpoint.
 *
 * @throws {EmulatorError} `invalid-option`, `invalid-config`
 * @example
 * ```ts
 * import { createEmulator } from "@x/emulator";
 *
 * const emulator = await createEmulator({ port: 0 }).listen();
 * console.log(emulator.connectionString);
 * await emulator.close();
 * ```
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  checkOptions(options);
  return new LocalService(options);
}
