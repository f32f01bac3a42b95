/** What a run found out about one question or one vector. */
export interface Finding {
  /** Id of a question, or `vector:<operation>: <name>`. */
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** What this repository expects; absent where nothing depends on the answer. */
  readonly expected?: string;
  readonly actual: string;
  /** What to change when the service is right and this repository is not. */
  readonly files: readonly string[];
}

/** `new`: the answer was not known and nothing depends on it. `failed`: the service could not be asked. */
export type Verdict = "agreed" | "differs" | "new" | "failed";
