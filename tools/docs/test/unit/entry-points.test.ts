import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { entryPoints, root } from "../../src/sources.ts";

/** Dated subpaths export the names that their version has without the date. */
const dated = /^\.\/\d{4}-\d{2}-\d{2}(\/|$)/;

const packages = readdirSync(join(root, "packages")).filter((name) => !name.startsWith("."));

function readJson<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(root, ...path), "utf8")) as T;
}

/** What a program can import from a package. */
function subpaths(folder: string): readonly string[] {
  const { exports } = readJson<{ readonly exports: object }>("packages", folder, "package.json");
  return Object.keys(exports).filter((name) => name !== "./package.json" && !dated.test(name));
}

describe("The API reference", () => {
  test("has every package", () => {
    const { entryPoints: documented } = readJson<{ readonly entryPoints: readonly string[] }>("typedoc.json");
    expect(documented.toSorted()).toEqual(packages.map((name) => `packages/${name}`).toSorted());
  });

  test.each(packages)("has every subpath that @x/%s exports, and its docstrings are checked", (folder) => {
    const { entryPoints: documented } = readJson<{ readonly entryPoints: readonly string[] }>(
      "packages",
      folder,
      "typedoc.json",
    );
    const names = subpaths(folder).map((subpath) => (subpath === "." ? "index" : subpath.slice(2)));
    const modules = (files: readonly string[]): readonly string[] =>
      files.map((file) => file.replace(/^.*\//, "").replace(/(\.d)?\.ts$/, "")).toSorted();
    expect(modules(documented)).toEqual(names.toSorted());
    expect(modules(entryPoints.filter((file) => file.startsWith(`packages/${folder}/`)))).toEqual(
      names.toSorted(),
    );
  });
});
