import type { Bump } from "../../../spec-diff/src/change.ts";
import type { EditableDocument } from "./editable-document.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** One way in which a next version of the API can differ from the current one. */
export interface Shape {
  readonly name: string;
  /** What the comparison must find, by the policy in docs/versioning.md. */
  readonly verdict: Bump;
  /** The rule that must find it. */
  readonly rule: string;
  /**
   * Makes the change somewhere in the document.
   *
   * @returns What was changed, as the report names it.
   */
  readonly apply: (document: EditableDocument, random: SeededRandom) => string;
}
