import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Write } from "./write-set.ts";

/** Where the entry of an API version stands in each package that has one for each version. */
const entries: Readonly<Record<string, (version: string) => Readonly<Record<string, string>>>> = {
  types: (version) => ({
    types: `./generated/${version}/index.d.ts`,
    default: `./generated/${version}/index.js`,
  }),
  "fetch-client": (version) => ({
    types: `./dist/${version}/index.d.ts`,
    default: `./dist/${version}/index.js`,
  }),
};

/** `package.json` of types and client with a subpath for the new version, before those of the old ones. */
export function exportVersion(root: string, version: string): Write[] {
  return Object.entries(entries).map(([name, entry]) => {
    const path = `packages/${name}/package.json`;
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;
    const { ".": main, ...rest } = manifest.exports as Record<string, unknown>;
    const exports = { ".": main, [`./${version}`]: entry(version), ...rest };
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
