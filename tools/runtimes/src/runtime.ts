import type { Outcome, Surroundings } from "../../../tests/runtime/harness.ts";
import type { Stage } from "../../../tests/runtime/stage.ts";

/** What a runtime is given. */
export interface Performance {
  /** An ES module without imports that exports `run(surroundings: string): Promise<Outcome[]>`. */
  readonly bundle: string;
  readonly surroundings: Surroundings;
  readonly stage: Stage;
  /** A folder in which the tarballs are installed. */
  readonly app: string;
  /** An empty folder of this runtime's own. */
  readonly folder: string;
}

export interface Report {
  readonly version: string;
  readonly outcomes: readonly Outcome[];
}

export interface Runtime {
  /** As on the command line. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** Pages reach the service through the stage, and send no streams over HTTP/1.1. */
  readonly isBrowser?: true;
  /** The command that helps who has not got it. */
  readonly install: string;
  /** @throws {Error} when the runtime is missing or does not start. */
  run(performance: Performance): Promise<Report>;
}

/** Installs what comes from the registry. */
export const installCommand = "cd tools/runtimes && npx pnpm@12.21.0 install --frozen-lockfile --force";
