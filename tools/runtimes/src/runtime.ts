import type { Outcome } from "../../../tests/runtime/harness.ts";

export interface Report {
  readonly version: string;
  readonly outcomes: readonly Outcome[];
}

/**
 * Runs the suite in one runtime.
 *
 * @param bundle An ES module without imports that exports `run(): Promise<Outcome[]>`.
 * @throws {Error} when the runtime is missing or does not start.
 */
export type RunBundle = (bundle: string) => Promise<Report>;
