import type { ClientUnderTest } from "@x/contract-kit";
import { createSignalRServiceClient } from "../../generated/index.js";

/** The client as the judges see it. Each call is one request: retries have tests of their own. */
export const clientUnderTest: ClientUnderTest = {
  create: (options) =>
    createSignalRServiceClient({ ...options, retry: false }) as unknown as Record<string, unknown>,
};
