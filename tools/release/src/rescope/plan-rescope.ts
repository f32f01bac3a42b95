import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type ScopeUse, findScope, replaceScope } from "./replace-scope.ts";
import { repositoryFields } from "./repository.ts";
import { packageName } from "./scope-name.ts";
import { upstreamScope, upstreamScopeFile } from "./upstream-scope.ts";
import { currentScope, publishedPackages, trackedFiles } from "./workspace.ts";

/** A file with another text. */
export interface Edit {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What makes a scope unusable here, apart from its spelling. */
export class ScopeConflictError extends Error {}

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
 * @throws {ScopeConflictError} when installed packages of others have the old or the new scope, so that names could not be told apart.
 */
export function planRescope(root: string, target: string, repository: string | undefined): Edit[] {
  const files = textFiles(root);
  const scopes = scopesToReplace(root, target);
  const foreign = foreignPackages(files);
  if (target !== currentScope(root)) {
    for (const scope of [...scopes, target]) {
      const packages = foreign.filter((name) => name.startsWith(packageName(scope, "")));
      if (packages.length > 0)
        throw new ScopeConflictError(
          `The scope ${scope} is taken by installed packages, such as ${packages[0]}, so the renamed packages could not be distinguished from them. Choose another scope`,
        );
    }
  }
  const published = new Map(publishedPackages(root).map(({ folder }) => [`${folder}/package.json`, folder]));
  return files
    .map(({ path, text }) => {
      const renamed = replaceScope(text, scopes, target);
      const folder = published.get(path);
      const after =
        folder === undefined || repository === undefined
          ? renamed
          : withRepository(renamed, repository, folder);
      return { path, before: text, after };
    })
    .filter(({ before, after }) => before !== after);
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

/** A package.json with the repository's fields, after its license, in the order that npm documents. */
function withRepository(text: string, address: string, folder: string): string {
  const {
    homepage: _homepage,
    bugs: _bugs,
    repository: _repository,
    ...rest
  } = JSON.parse(text) as Record<string, unknown>;
  const fields = repositoryFields(address, folder);
  const entries = Object.entries(rest);
  const index = entries.findIndex(([key]) => key === "license");
  const { homepage, bugs, repository } = fields;
  entries.splice(index, 0, ["homepage", homepage], ["bugs", bugs]);
  entries.splice(index + 3, 0, ["repository", repository]);
  const next = `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
  const same = JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(next));
  return same ? text : next;
}
