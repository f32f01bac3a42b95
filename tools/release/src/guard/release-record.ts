import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { replaceScope } from "../rescope/replace-scope.ts";
import { currentScope, publishedPackages } from "../rescope/workspace.ts";
import { documentPath, listVersions } from "../versions.ts";
import { type PackageFolder, packageFolders } from "./package-bumps.ts";

/**
 * What the last release was made of. It is committed with the versions, so that the guard needs neither tags nor history,
 * which a shallow clone lacks, nor a registry.
 */
export interface ReleaseRecord {
  /** Versions of the packages, by folder. */
  readonly packages: Readonly<Partial<Record<PackageFolder, string>>>;
  /** The API versions that could be imported; the last is the one that the packages exported. */
  readonly apiVersions: readonly string[];
  /** A digest of what the generator had written, by folder. */
  readonly generated: Readonly<Partial<Record<PackageFolder, string>>>;
}

const folder = "spec/released";

/** Where the copy of a released document stands, relative to the root. */
export function releasedDocumentPath(version: string): string {
  return `${folder}/${version}.yaml`;
}

/** The last release, or `undefined` before the first. */
export function readRecord(root: string): ReleaseRecord | undefined {
  const file = join(root, folder, "release.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ReleaseRecord) : undefined;
}

/** Records the packages and documents as they are now. */
export function writeRecord(root: string): ReleaseRecord {
  const published = publishedPackages(root);
  const apiVersions = listVersions(root);
  const record: ReleaseRecord = {
    packages: Object.fromEntries(published.map((one) => [one.folder.replace("packages/", ""), one.version])),
    apiVersions,
    generated: generatedDigests(root),
  };
  rmSync(join(root, folder), { recursive: true, force: true });
  mkdirSync(join(root, folder), { recursive: true });
  for (const version of apiVersions)
    writeFileSync(
      join(root, releasedDocumentPath(version)),
      readFileSync(join(root, documentPath(version)), "utf8"),
    );
  writeFileSync(join(root, folder, "release.json"), `${JSON.stringify(record, undefined, 2)}\n`);
  writeFileSync(
    join(root, folder, "README.md"),
    "What the last release was made of, written by `pnpm release:version`. `pnpm check` compares with it: a change that users can\nnotice needs a changeset. Do not edit.\n",
  );
  // The release commit goes through `pnpm check`, which minds how every file is formatted.
  execFileSync("oxfmt", [folder], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  return record;
}

/**
 * A digest of each `generated/` folder. The manifest is left out: it holds the hash of the document, which a comment changes
 * too. The scope is left out as well, since renaming it changes no code.
 */
export function generatedDigests(root: string): Partial<Record<PackageFolder, string>> {
  const scope = currentScope(root);
  const digests: Partial<Record<PackageFolder, string>> = {};
  for (const name of packageFolders) {
    const generated = join(root, "packages", name, "generated");
    if (!existsSync(generated)) continue;
    const hash = createHash("sha256");
    const files = readdirSync(generated, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "manifest.json")
      .map((entry) => relative(generated, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
      .toSorted();
    for (const file of files)
      hash.update(
        `${file}\0${replaceScope(readFileSync(join(generated, file), "utf8"), [scope], "@scope")}\0`,
      );
    digests[name] = hash.digest("hex");
  }
  return digests;
}
