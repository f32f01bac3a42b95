import { type TestAPI, test as base } from "vitest";
import { type Emulator, createEmulator } from "./emulator.js";
import type { EmulatorOptions } from "./options.js";

/** What a test gets. */
export interface EmulatorFixtures {
  /** A new emulator on a free port of 127.0.0.1; it is closed after the test. */
  readonly emulator: Emulator;
  /** How it is made; replaced with `test.extend({ emulatorOptions: … })`. */
  readonly emulatorOptions: EmulatorOptions;
}

/**
 * Vitest's `test` with an emulator of its own for each test that asks for one.
 *
 * @example
 * import { expect } from "vitest";
 * import { test } from "@x/emulator/vitest";
 *
 * test("listens", async ({ emulator }) => {
 *   expect((await fetch(`${emulator.url}/api/health`)).status).toBe(200);
 * });
 */
export const test: TestAPI<EmulatorFixtures> = base.extend<EmulatorFixtures>({
  emulatorOptions: {},
  emulator: async ({ emulatorOptions }, use) => {
    await using emulator = await createEmulator({ port: 0, ...emulatorOptions }).listen();
    await use(emulator);
  },
});
