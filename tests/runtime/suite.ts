import { operationTable } from "@x/fetch-client";
import { authSuite } from "./auth.suite.ts";
import { type Outcome, type RuntimeTest, runTests, type Surroundings } from "./harness.ts";
import { endpointsSuite } from "./endpoints.suite.ts";
import { hubSuite } from "./hub.suite.ts";
import { serviceSuite } from "./service.suite.ts";
import { vectorSuite } from "./vectors.suite.ts";

/** Everything that is tested in every runtime. */
export const suite: readonly RuntimeTest[] = [
  ...authSuite,
  ...endpointsSuite,
  ...hubSuite,
  ...serviceSuite,
  ...vectorSuite,
];

export const operationIds: readonly string[] = Object.keys(operationTable);

/** Runs the suite; the surroundings come as JSON, which every runtime can be handed. */
export function run(surroundings: string): Promise<Outcome[]> {
  return runTests(suite, JSON.parse(surroundings) as Surroundings);
}
