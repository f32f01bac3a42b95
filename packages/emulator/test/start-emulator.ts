import { onTestFinished } from "vitest";
import { type Emulator, type EmulatorOptions, createEmulator } from "../src/index.js";

/** An emulator on a free port, closed after the test. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator({ port: 0, ...options }).listen();
  onTestFinished(() => emulator.close());
  return emulator;
}
