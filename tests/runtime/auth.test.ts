import { describe, test } from "vitest";
import { authSuite } from "./auth.suite.ts";

// The suite for every runtime, in the one that runs all tests; `tools/runtimes` runs it in the others.
describe("In this runtime", () => {
  for (const { title, run } of authSuite) test(title, run);
});
