import { buildModel } from "../../generator/src/model/build-model.ts";
import type { Spec } from "../../generator/src/read-spec.ts";
import { type Change, type Diff, compareBumps, highestBump } from "./change.ts";
import { Comparison, makeSide } from "./comparison.ts";
import { compareClient, compareMethod } from "./compare/client.ts";
import { compareComponents } from "./compare/components.ts";
import { compareInfo, compareOwnServers, compareServers } from "./compare/document.ts";
import { compareClientSettings, compareOperationExtensions } from "./compare/extensions.ts";
import { compareOperationNotes, compareTags, pairOperations } from "./compare/operations.ts";
import { compareParameters } from "./compare/parameters.ts";
import { compareRequestBody } from "./compare/request-body.ts";
import { compareResponses } from "./compare/responses.ts";
import { compareResults } from "./compare/results.ts";
import { compareSecurity, compareSecuritySchemes } from "./compare/security.ts";
import { compareCallbacks, compareWebhooks } from "./compare/webhooks.ts";

export type { Diff } from "./change.ts";

/**
 * Tells what changes for consumers between two documents, on the wire and in the generated types.
 *
 * @example
 * ```ts
 * const { bump, changes } = diffDocuments(readSpec("before.yaml"), readSpec("after.yaml"));
 * ```
 */
export function diffDocuments(before: Spec, after: Spec): Diff {
  if (before.text === after.text) return { bump: "none", changes: [] };
  const c = new Comparison(makeSide(before, buildModel(before)), makeSide(after, buildModel(after)));
  compareInfo(c);
  compareServers(c);
  compareTags(c);
  compareClient(c);
  compareClientSettings(c);
  compareSecuritySchemes(c);
  for (const pair of pairOperations(c)) {
    compareOperationNotes(c, pair);
    compareMethod(c, pair);
    compareOwnServers(c, pair);
    compareSecurity(c, pair);
    compareParameters(c, pair);
    compareRequestBody(c, pair);
    compareResponses(c, pair);
    compareOperationExtensions(c, pair);
    compareResults(c, pair);
    compareCallbacks(c, pair);
  }
  compareWebhooks(c);
  compareComponents(c);
  const changes = c.changes.toSorted(compareChanges);
  return { bump: highestBump(changes.map(({ bump }) => bump)), changes };
}

function compareChanges(a: Change, b: Change): number {
  return (
    compareBumps(b.bump, a.bump) ||
    compareTexts(a.where, b.where) ||
    compareTexts(b.axis, a.axis) ||
    compareTexts(a.kind, b.kind) ||
    compareTexts(a.message, b.message)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
