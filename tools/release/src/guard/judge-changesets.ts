import { type Bump, type Change, compareBumps, highestBump } from "../../../spec-diff/src/change.ts";
import { packageName } from "../rescope/scope-name.ts";
import type { Changeset } from "./changesets.ts";
import { type PackageFolder, packageBumps, packageFolders } from "./package-bumps.ts";

/** A package whose changesets promise less than it changes. */
export interface MissingChangeset {
  readonly package: PackageFolder;
  /** What is needed at least. */
  readonly needed: Bump;
  /** What the changesets that wait ask for. */
  readonly found: Bump;
  readonly reason: string;
}

export interface GuardInput {
  /** Scope of the packages. */
  readonly scope: string;
  readonly changesets: readonly Changeset[];
  /** `undefined` before the first release. */
  readonly sinceRelease:
    | {
        readonly changes: readonly Change[];
        /** Packages whose generated code differs. */
        readonly regenerated: readonly PackageFolder[];
      }
    | undefined;
}

/** Folders whose packages always have the same version: a changeset of one moves the other. */
const fixedTogether: readonly PackageFolder[] = ["types", "fetch-client"];

/** The packages whose changesets are missing or too low. */
export function judgeChangesets({ scope, changesets, sinceRelease }: GuardInput): MissingChangeset[] {
  const pending = (folder: PackageFolder): Bump => {
    const group = fixedTogether.includes(folder) ? fixedTogether : [folder];
    return highestBump(
      changesets.flatMap(({ releases }) => group.map((name) => releases[packageName(scope, name)] ?? "none")),
    );
  };
  const missing: MissingChangeset[] = [];
  const require = (folder: PackageFolder, needed: Bump, reason: string) => {
    const found = pending(folder);
    if (compareBumps(found, needed) < 0) missing.push({ package: folder, needed, found, reason });
  };
  if (sinceRelease === undefined) {
    for (const folder of packageFolders) require(folder, "patch", "it has never been released");
    return missing;
  }
  const derived = packageBumps(sinceRelease.changes);
  for (const folder of packageFolders) {
    if (derived[folder] !== "none") require(folder, derived[folder], "the document changed");
    else if (sinceRelease.regenerated.includes(folder))
      require(folder, "patch", "its generated code changed");
  }
  return missing;
}
