import type { Service } from "./service.ts";

/** Something that no public source says of the service, and how to find out. */
export interface Question {
  /** Stable name: `docs/open-questions.md` has a row for it, which other pages link to. */
  readonly id: string;
  /** The question, as a sentence. */
  readonly title: string;
  /** What this repository has chosen; `undefined` where nothing depends on the answer, so that any answer is news. */
  readonly chosen: string | undefined;
  /** Where the choice is made: what to change when the service answers something else. */
  readonly files: readonly [string, ...string[]];
  /** Users whom the service is asked to remember. */
  readonly users?: readonly string[];
  /** Asks the service, and says the answer in the words of `chosen`. */
  readonly ask: (service: Service) => Promise<string>;
}
