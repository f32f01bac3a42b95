import { createEmulator } from "@x/emulator";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { Surroundings } from "./harness.ts";
import { type Stage, startStage } from "./stage.ts";
import { operationIds, suite } from "./suite.ts";

// The suite for every runtime, in the one that runs all tests; `tools/runtimes` runs it in the others.
describe("In this runtime", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ createEmulator, operationIds });
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  for (const { title, run } of suite) {
    test(title, async () => {
      const { connectionString, control, vectors } = stage;
      const surroundings: Surroundings = { connectionString, control, vectors, requestStreams: true };
      await run(surroundings);
    });
  }
});
