import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formatChangeset } from "../guard/changesets.ts";
import { packageName } from "../rescope/scope-name.ts";
import { currentScope, trackedFiles, uncommitted } from "../rescope/workspace.ts";
import { documentPath, listVersions } from "../versions.ts";
import { BumpError } from "./bump-error.ts";
import { generatedWrites } from "./generated-writes.ts";
import { lintVersion, withdrawVersion } from "./package-files.ts";
import { StagingFolder } from "./staging-folder.ts";
import { type Write, applyWrites } from "./write-set.ts";

/** What the retirement of a version does, and the lines that still name it. */
export interface Retirement {
  readonly writes: readonly Write[];
  /** `docs/guides/upgrading.md:20`: imports that lead nowhere from now on. */
  readonly left: readonly string[];
}

/**
 * Takes an older API version out of the packages: its document and all that is made from it. All of it or nothing.
 *
 * @throws {BumpError} when it is not an older version of this repository, or the working tree has changes.
 */
export async function retire(root: string, version: string): Promise<Retirement> {
  const versions = listVersions(root);
  if (!versions.includes(version))
    throw new BumpError(
      `There is no version ${version} to retire: ${documentPath(version)} does not exist. There are ${versions.join(", ")}`,
    );
  if (version === versions.at(-1))
    throw new BumpError(
      `${version} is the version that the packages export: only an older one can be retired`,
    );
  const dirty = uncommitted(root);
  if (dirty.length > 0)
    throw new BumpError(
      `The working tree has changes that are not committed:\n${dirty.slice(0, 10).join("\n")}\nCommit or stash them first, so that the retirement can be reviewed, or undone, alone`,
    );
  using staging = new StagingFolder(root);
  const folder = `spec/${version}/`;
  rmSync(staging.path(folder), { recursive: true });
  const writes: Write[] = [
    ...trackedFiles(root)
      .filter((path) => path.startsWith(folder))
      .map((path) => ({ path, text: undefined })),
    ...withdrawVersion(root, version),
    lintVersion(root, version),
    changeset(currentScope(root), version),
    ...(await generatedWrites(root, staging.root)),
  ];
  applyWrites(root, writes);
  return { writes, left: importsOf(root, version) };
}

function changeset(scope: string, version: string): Write {
  const names = ["types", "fetch-client", "auth", "emulator"].map((name) => packageName(scope, name));
  return {
    path: `.changeset/retire-${version}.md`,
    text: formatChangeset({
      releases: Object.fromEntries(names.map((name) => [name, "major" as const])),
      summary: `Retire version ${version} of the API\n\n\`${packageName(scope, "types")}/${version}\` and \`${packageName(scope, "fetch-client")}/${version}\` are gone, and the emulator rejects requests of that version. Import the bare names, which are the newest version, or the date of another one; \`docs/migrations\` in the repository says what is different there.`,
    }),
  };
}

function importsOf(root: string, version: string): string[] {
  return trackedFiles(root)
    .filter((path) => existsSync(join(root, path)) && /\.(md|[cm]?[jt]sx?|json)$/.test(path))
    .filter((path) => !/^(\.changeset|docs\/(decisions|migrations)|spec\/released)\/|CHANGELOG/.test(path))
    .flatMap((path) =>
      readFileSync(join(root, path), "utf8")
        .split("\n")
        .flatMap((line, index) =>
          line.includes(`/${version}`) && !line.includes(`docs/migrations/${version}`)
            ? [`${path}:${index + 1}`]
            : [],
        ),
    );
}
