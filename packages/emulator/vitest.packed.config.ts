import { defineConfig } from "vitest/config";

// Installs from a registry, so it is no part of the ordinary tests.
export default defineConfig({
  test: { include: ["test/packed/*.packed.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
});
