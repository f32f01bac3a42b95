import { authSuite } from "../../../tests/runtime/auth.suite.ts";
import { type Outcome, runTests } from "../../../tests/runtime/harness.ts";

/** What the bundle exports. */
export function run(): Promise<Outcome[]> {
  return runTests(authSuite);
}
