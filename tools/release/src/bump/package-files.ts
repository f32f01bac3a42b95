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
  return Object.entries(entries).map(([name, entry]) => {
    const path = `packages/${name}/package.json`;
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;
    const { ".": main, ...rest } = manifest.exports as Record<string, unknown>;
    const undated = Object.fromEntries(Object.entries(rest).filter(isUndated));
    const exports = { ".": main, ...undated, ...entry(version), ...rest };
    return { path, text: `${JSON.stringify({ ...manifest, exports }, undefined, 2)}\n` };
  });
}

/** The linter's settings with the new document. */
export function lintVersion(root: string, version: string, document: string): Write {
  const path = "redocly.yaml";
  const settings = parseDocument(readFileSync(join(root, path), "utf8"));
  settings.setIn(["apis", version, "root"], document);
  return { path, text: settings.toString({ lineWidth: 0 }) };
}

/** `package.json` of types and client without the subpaths of a version. */
export function withdrawVersion(root: string, version: string): Write[] {
  const isOfVersion = (entry: string) => entry === `./${version}` || entry.startsWith(`./${version}/`);
  return Object.keys(entries).map((name) => {
    const path = `packages/${name}/package.json`;
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;
    const exports = Object.fromEntries(
      Object.entries(manifest.exports as Record<string, unknown>).filter(([entry]) => !isOfVersion(entry)),
    );
    return { path, text: `${JSON.stringify({ ...manifest, exports }, undefined, 2)}\n` };
  });
}

/** The linter's settings without the document of a version. */
export function unlintVersion(root: string, version: string): Write {
  const path = "redocly.yaml";
  const settings = parseDocument(readFileSync(join(root, path), "utf8"));
  settings.deleteIn(["apis", version]);
  return { path, text: settings.toString({ lineWidth: 0 }) };
}
