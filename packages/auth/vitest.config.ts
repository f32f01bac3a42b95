import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/{unit,contract}/**/*.test.ts"], typecheck: { enabled: false } },
});
