import type { ServiceUnderTest } from "@x/contract-kit";
import { createEmulator, type Fault, wellKnownAccessKey } from "../../src/index.js";

/** The emulator as the judges see it. */
export const service: ServiceUnderTest = {
  async start(faults) {
    const emulator = createEmulator({ port: 0, faults: faults as readonly Fault[] });
    await emulator.listen();
    return { url: emulator.url, accessKey: wellKnownAccessKey, close: () => emulator.close() };
  },
};
