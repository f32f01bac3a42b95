import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Write } from "./write-set.ts";

/** Where the entry of an API version stands in each package that has one for each version. */
const entries: Readonly<Record<string, (version: string) => Readonly<Record<string, Entry>>>> = {
  types: (version) => ({ [`./${version}`]: entryAt(`./generated/${version}/index`) }),
  "fetch-client": (version) => ({
    [`./${version}`]: entryAt(`./dist/generated/${version}/index`),
    [`./${version}/operations`]: entryAt(`./dist/generated/${version}/operations`),
    [`./${version}/raw`]: entryAt(`./dist/generated/${version}/raw`),
  }),
};

interface Entry {
  readonly types: string;
  readonly default: string;
}

function entryAt(path: string): Entry {
  return { types: `${path}.d.ts`, default: `${path}.js` };
}

/** Entries without a version lead to the newest one. */
function isUndated([entry]: readonly [string, unknown]): boolean {
  return !/^\.\/\d/.test(entry) && entry !== "./package.json";
}

/** `package.json` of types and client with the subpaths of the new version, before those of the old ones. */
export function exportVersion(root: string, version: string): Write[] {
  return editExports(root, ({ ".": main, ...rest }, entry) => {
    const undated = Object.fromEntries(Object.entries(rest).filter(isUndated));
    return { ".": main, ...undated, ...entry(version), ...rest };
  });
}

/** `package.json` of types and client without the subpaths of a version. */
export function withdrawVersion(root: string, version: string): Write[] {
  const isKept = ([entry]: readonly [string, unknown]) => !`${entry}/`.startsWith(`./${version}/`);
  return editExports(root, (exports) => Object.fromEntries(Object.entries(exports).filter(isKept)));
}

type Exports = Readonly<Record<string, unknown>>;

function editExports(
  root: string,
  edit: (exports: Exports, entry: (version: string) => Exports) => Exports,
): Write[] {
  return Object.entries(entries).map(([name, entry]) => {
    const path = `packages/${name}/package.json`;
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as { exports: Exports };
    const exports = edit(manifest.exports, entry);
    return { path, text: `${JSON.stringify({ ...manifest, exports }, undefined, 2)}\n` };
  });
}

/** The linter's settings with the document of a version, or without it where none is given. */
export function lintVersion(root: string, version: string, document?: string): Write {
  const path = "redocly.yaml";
  const settings = parseDocument(readFileSync(join(root, path), "utf8"));
  if (document === undefined) settings.deleteIn(["apis", version]);
  else settings.setIn(["apis", version, "root"], document);
  return { path, text: settings.toString({ lineWidth: 0 }) };
}
