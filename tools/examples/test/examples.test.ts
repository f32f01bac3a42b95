import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { examples, examplesFolder } from "../src/examples.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const linesOf = (path: string): readonly string[] => readFileSync(path, "utf8").trimEnd().split("\n");

/** Examples that are part of the workspace, and tested there. */
const ofWorkspace = linesOf(join(examplesFolder, "../pnpm-workspace.yaml")).flatMap(
  (line) => /^ +- examples\/(.+)$/.exec(line)?.[1] ?? [],
);

test("Every folder of examples/ is tested, in the workspace or from the tarballs", () => {
  const folders = readdirSync(examplesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const tested = [...ofWorkspace, ...examples.map(({ name }) => name)];
  expect(folders.map(({ name }) => name).toSorted()).toEqual(tested.toSorted());
});

describe.each(examples)("The example $name", ({ name, maxLines = 100 }) => {
  const folder = join(examplesFolder, name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

  test(`has at most ${maxLines} lines of code, its test included, style sheets aside`, () => {
    const code = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => !path.includes("node_modules") && /\.([cm]?[jt]sx?|html)$/.test(path))
      .map((path) => linesOf(join(folder, path)).length);
    expect(code.length).toBeGreaterThan(1);
    expect(code.reduce((sum, lines) => sum + lines, 0)).toBeLessThanOrEqual(maxLines);
  });

  test("has a README of about ten lines that says how to test it", () => {
    const readme = linesOf(join(folder, "README.md"));
    expect(readme.length).toBeLessThanOrEqual(12);
    expect(readme.join("\n")).toContain(`pnpm test:examples ${name}`);
  });

  test("pins what it asks for, and takes our packages as they come", () => {
    const { dependencies, devDependencies, scripts } = manifest;
    for (const [dependency, range] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (dependency.startsWith("@x/")) expect(range, dependency).toBe("*");
      else expect(range, dependency).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(scripts?.["test"]).toBeDefined();
  });
});
