import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { readChangesets } from "../guard/changesets.ts";
import { uncommitted } from "../rescope/workspace.ts";
import { documentPath, listVersions, versionName } from "../versions.ts";
import { BumpError } from "./bump-error.ts";

/** What a bump starts from. */
export interface BumpInputs {
  /** The repository. */
  readonly root: string;
  /** The version to come. */
  readonly version: string;
  /** The version that the packages export now. */
  readonly current: string;
  /** A published document to draft from; `undefined` where `spec/<version>/openapi.yaml` is there. */
  readonly from: string | undefined;
}

/** How the changesets of a bump are named: `api-2025-08-01-<what>`. */
export function changesetId(version: string, part: string): string {
  return `api-${version}-${part}`;
}

/**
 * Checks everything that can be known before a document is read.
 *
 * @throws {BumpError} that says what is wrong and what to do.
 */
export function checkInputs(root: string, version: string, from: string | undefined): BumpInputs {
  if (!isDate(version))
    throw new BumpError(`"${version}" is not an API version: expected a date, such as 2025-08-01`);
  if (isExported(root, version))
    throw new BumpError(`${version} is the current version already: packages/types/package.json exports it`);
  const current = listVersions(root)
    .filter((one) => one !== version)
    .at(-1);
  if (current === undefined)
    throw new BumpError("There is no version to bump from: expected spec/<version>/openapi.yaml");
  if (version <= current)
    throw new BumpError(`${version} is not newer than ${current}, the version that the packages export now`);
  const same = readChangesets(root).find(({ id }) => id.startsWith(`api-${version}`));
  if (same !== undefined)
    throw new BumpError(
      `.changeset/${same.id}.md describes a bump to ${version} already: delete it, or undo that bump, before another`,
    );

  const document = documentPath(version);
  if (from === undefined && !existsSync(join(root, document)))
    throw new BumpError(
      `${document} does not exist: put it there, or draft it from a published document with \`pnpm bump ${version} --from upstream.json\``,
    );
  if (from !== undefined) {
    if (existsSync(join(root, document)))
      throw new BumpError(
        `${document} exists already: leave out --from to use it, or delete it to draft it again`,
      );
    if (statSync(from, { throwIfNoEntry: false })?.isFile() !== true)
      throw new BumpError(`The published document ${from} does not exist`);
  }

  const expected = [`spec/${version}/`, ...(from === undefined ? [] : [relative(root, from)])];
  const dirty = uncommitted(root).filter(
    (line) => !expected.some((path) => changedPath(line).startsWith(path)),
  );
  if (dirty.length > 0)
    throw new BumpError(
      `The working tree has changes that are not committed:\n${dirty.slice(0, 10).join("\n")}\nCommit or stash them first, so that the bump can be reviewed, or undone, alone. Only spec/${version}/ may be new`,
    );
  return { root, version, current, from };
}

function isDate(text: string): boolean {
  if (!versionName.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isExported(root: string, version: string): boolean {
  const manifest = JSON.parse(readFileSync(join(root, "packages/types/package.json"), "utf8")) as {
    exports?: Record<string, unknown>;
  };
  return manifest.exports?.[`./${version}`] !== undefined;
}

/** The path in a line of `git status --porcelain`. */
function changedPath(line: string): string {
  return line.slice(3).replace(/^"|"$/g, "");
}
