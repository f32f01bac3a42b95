#!/usr/bin/env node
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What a package may depend on of this repository, development included: the arrows of docs/architecture.md. What is not a
 * dependency cannot be imported. Arrows inside of a package are rules of the linter in `.oxlintrc.json`.
 */
export const allowed: Readonly<Record<string, readonly string[]>> = {
  types: [],
  "fetch-client": ["@x/types"],
  auth: ["@x/types", "@x/fetch-client"],
  hub: ["@x/types", "@x/fetch-client", "@x/auth"],
  emulator: ["@x/types"],
};

type Manifest = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** What of this repository a manifest depends on against the arrows. */
export function forbiddenDependencies(name: string, manifest: Manifest): string[] {
  const { dependencies, peerDependencies, devDependencies } = manifest;
  const isForbidden = (dependency: string): boolean =>
    dependency.startsWith("@x/") && !allowed[name]?.includes(dependency);
  return [
    ...Object.keys({ ...dependencies, ...peerDependencies }).filter(isForbidden),
    // Tests judge a package by the document.
    ...Object.keys({ ...devDependencies }).filter(
      (dependency) => dependency !== "@x/contract-kit" && isForbidden(dependency),
    ),
  ];
}

/** Whether generated code imports handwritten code. A generated client is made of the runtime that it is copied with. */
export function isHandwritten(file: string, specifier: string): boolean {
  const isRuntime = file.startsWith("packages/fetch-client/") && specifier.startsWith("../../src/");
  return /\/(src|test)\//.test(specifier) && !isRuntime;
}

function main(): number {
  const root = join(import.meta.dirname, "../../..");
  const complaints = Object.keys(allowed).flatMap((name) => {
    const file = `packages/${name}/package.json`;
    const manifest = JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest;
    return forbiddenDependencies(name, manifest).map((target) => `${file} must not depend on ${target}`);
  });
  const imports = execFileSync(
    "git",
    ["grep", "-E", '\\bfrom "\\.', "--", ":(glob)packages/*/generated/**"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  for (const [, file = "", specifier = ""] of imports.matchAll(/^(.*?):.*\bfrom "([^"]+)"/gm))
    if (isHandwritten(file, specifier))
      complaints.push(`${file} is generated and must not import ${specifier}`);
  for (const complaint of complaints) console.error(complaint);
  return complaints.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main();
