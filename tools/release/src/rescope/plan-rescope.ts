import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { UsageError } from "../../../command-line/src/run-command.ts";
import { type ScopeUse, findScope, replaceScope } from "./replace-scope.ts";
import { repositoryFields } from "./repository.ts";
import { packageName } from "./scope-name.ts";
import { upstreamScope, upstreamScopeFile } from "./upstream-scope.ts";
import { currentScope, publishedPackages, trackedFiles } from "./workspace.ts";

/** A file, and its new text. */
export interface Edit {
  readonly path: string;
  readonly text: string;
}

/** The text files of the repository that may name the scope. */
function textFiles(root: string): { path: string; text: string }[] {
  return trackedFiles(root)
    .filter((path) => path !== upstreamScopeFile && lstatSync(join(root, path)).isFile())
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .filter(({ text }) => !text.includes("\0"));
}

/** The scopes that have to go when the packages are to have this one. */
function scopesToReplace(root: string, target: string): string[] {
  return [...new Set([currentScope(root), upstreamScope])].filter((scope) => scope !== target);
}

/**
 * The edits that put every package into a scope.
 *
 * @throws {UsageError} when installed packages of others have the old or the new scope, so that names could not be told apart.
 */
export function planRescope(root: string, target: string, repository: string | undefined): Edit[] {
  const files = textFiles(root);
  const scopes = scopesToReplace(root, target);
  const foreign = foreignPackages(files);
  if (target !== currentScope(root)) {
    for (const scope of [...scopes, target]) {
      const packages = foreign.filter((name) => name.startsWith(packageName(scope, "")));
      if (packages.length > 0)
        throw new UsageError(
          `The scope ${scope} is taken by installed packages, such as ${packages[0]}, so the renamed packages could not be distinguished from them. Choose another scope`,
        );
    }
  }
  const published = new Map(publishedPackages(root).map(({ folder }) => [`${folder}/package.json`, folder]));
  return files.flatMap(({ path, text: before }) => {
    const renamed = replaceScope(before, scopes, target);
    const folder = published.get(path);
    const isNamed = folder !== undefined && repository !== undefined;
    const text = isNamed ? withRepository(renamed, repository, folder) : renamed;
    return text === before ? [] : [{ path, text }];
  });
}

/** The uses of other scopes than the given one, or than that of the published packages. */
export function findLeftovers(root: string, target: string): { path: string; use: ScopeUse }[] {
  const scopes = scopesToReplace(root, target);
  if (scopes.length === 0) return [];
  return textFiles(root).flatMap(({ path, text }) =>
    findScope(text, scopes, target).map((use) => ({ path, use })),
  );
}

/** Names of the packages that lockfiles install from a registry. */
function foreignPackages(files: readonly { path: string; text: string }[]): string[] {
  return files
    .filter(({ path }) => /(^|\/)pnpm-lock\.yaml$/.test(path))
    .flatMap(({ text }) => {
      const lock = parse(text) as { packages?: Record<string, unknown> } | null;
      return Object.keys(lock?.packages ?? {}).map((key) => key.slice(0, key.lastIndexOf("@")));
    });
}

/** A package.json with the repository's fields; the formatter puts them in their place. */
function withRepository(text: string, address: string, folder: string): string {
  const manifest = JSON.parse(text) as Record<string, unknown>;
  const next = { ...manifest, ...repositoryFields(address, folder) };
  const isSame = JSON.stringify(manifest) === JSON.stringify(next);
  return isSame ? text : `${JSON.stringify(next, undefined, 2)}\n`;
}
