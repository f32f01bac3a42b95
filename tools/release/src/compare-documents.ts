import { type Diff, diffDocuments } from "../../spec-diff/src/diff.ts";
import { readSpec } from "../../generator/src/read-spec.ts";

/** How two documents differ. @throws {SpecError} when one of them cannot be read. */
export function compareDocuments(before: string, after: string): Diff {
  return diffDocuments(readSpec(before), readSpec(after));
}
