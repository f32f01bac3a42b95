import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "../../../spec-diff/src/change.ts";
import { compareDocuments } from "../compare-documents.ts";
import { documentPath, listVersions } from "../versions.ts";
import type { PackageFolder } from "./package-bumps.ts";
import { type ReleaseRecord, generatedDigests, releasedDocumentPath } from "./release-record.ts";

/** What differs from the last release. */
export interface SinceRelease {
  readonly changes: readonly Change[];
  readonly regenerated: readonly PackageFolder[];
}

/**
 * Compares documents and generated code with the last release: what the packages export by their name, and each older
 * version that can be imported by its date.
 */
export function compareWithRelease(root: string, record: ReleaseRecord): SinceRelease {
  const versions = listVersions(root);
  const changes: Change[] = [];
  const compare = (released: string, now: string) => {
    const before = join(root, releasedDocumentPath(released));
    const after = join(root, documentPath(now));
    if (!existsSync(before))
      throw new Error(
        `${releasedDocumentPath(released)} is missing: it belongs to the record of the last release; restore it with git`,
      );
    if (released === now && readFileSync(before, "utf8") === readFileSync(after, "utf8")) return;
    changes.push(...compareDocuments(before, after).changes);
  };
  const exported = record.apiVersions.at(-1);
  const current = versions.at(-1);
  if (exported !== undefined && current !== undefined) compare(exported, current);
  for (const version of record.apiVersions) {
    if (!versions.includes(version))
      changes.push({
        bump: "major",
        axis: "types",
        kind: "api-version-removed",
        where: documentPath(version),
        message: `The API version ${version} can no longer be imported`,
      });
    else if (version !== exported || version !== current) compare(version, version);
  }
  const digests = generatedDigests(root);
  const regenerated = (Object.keys(digests) as PackageFolder[]).filter(
    (folder) => digests[folder] !== record.generated[folder],
  );
  return { changes, regenerated };
}
