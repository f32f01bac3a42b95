import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { generateProject } from "../src/project.ts";
import { findDrift, writeFolder } from "../src/write.ts";

const repository = join(import.meta.dirname, "../../..");
const cli = join(import.meta.dirname, "../src/cli.ts");

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: import.meta.dirname },
  });
  return { status, stdout, stderr };
}

describe("the committed generated files", () => {
  test("are what the document gives", async () => {
    const { folders } = await generateProject(repository);
    expect(folders.flatMap(({ folder, files }) => findDrift(folder, files))).toEqual([]);
  });
});

describe("findDrift()", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "drift-"));
    writeFolder(join(folder, "g"), [
      { path: "a.ts", text: "a" },
      { path: "b/c.ts", text: "c" },
    ]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const files = [
    { path: "a.ts", text: "a" },
    { path: "b/c.ts", text: "c" },
  ];

  test("is empty right after writing", () => {
    expect(findDrift(join(folder, "g"), files)).toEqual([]);
  });

  test("names a hand edit, a deleted file and an orphan", () => {
    writeFileSync(join(folder, "g/a.ts"), "edited");
    rmSync(join(folder, "g/b/c.ts"));
    writeFileSync(join(folder, "g/orphan.ts"), "");
    expect(
      findDrift(join(folder, "g"), files)
        .map(({ reason }) => reason)
        .toSorted(),
    ).toEqual(["changed", "missing", "orphan"]);
  });

  test("makes --check exit with 1 and name the command that fixes it", () => {
    const copy = join(folder, "repository");
    for (const name of [
      "spec",
      "tools/command-line",
      "tools/generator",
      "packages/types",
      "packages/fetch-client/generated",
      "packages/emulator/generated",
    ]) {
      cpSync(join(repository, name), join(copy, name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !path.includes("node_modules") && !path.includes("/test"),
      });
    }
    // Modules are looked up from the copy upwards, so it needs the repository's.
    cpSync(join(repository, "tools/generator/node_modules"), join(copy, "tools/generator/node_modules"), {
      recursive: true,
      dereference: false,
    });
    const copied = join(copy, "tools/generator/src/cli.ts");
    const check = () => spawnSync(process.execPath, [copied, "--check"], { encoding: "utf8" });
    expect(check().status).toBe(0);
    const edited = join(copy, "packages/fetch-client/generated/2024-12-01/operations.ts");
    writeFileSync(edited, `${readFileSync(edited, "utf8")}// edit\n`);
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toContain("operations.ts differs from what the document gives");
    expect(stderr).toContain("Run `pnpm generate`");
  });
});

describe("--spec FILE --out DIR", () => {
  const petstore = join(import.meta.dirname, "fixtures/petstore.yaml");
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), "out-"));
  });
  afterEach(() => rmSync(out, { recursive: true, force: true }));
  const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();

  test.each([
    ["types", "mine.ts", "export {};"],
    ["fetch-client", "mine.ts", "export {};"],
    ["types", "manifest.json", '{ "name": "an app", "icons": [] }'],
    ["types", "manifest.json", "no JSON"],
  ])("leaves everything as it is where DIR/%s holds a %s from elsewhere", (folder, name, text) => {
    mkdirSync(join(out, folder));
    writeFileSync(join(out, folder, name), text);
    const { status, stderr } = run("--spec", petstore, "--out", out);
    expect(status).toBe(1);
    expect(stderr).toContain(`${join(out, folder)} holds files that this generator did not write`);
    expect(filesIn(out)).toEqual([folder, `${folder}/${name}`]);
    expect(readFileSync(join(out, folder, name), "utf8")).toBe(text);
  });

  test("refuses a file instead of a folder", () => {
    writeFileSync(join(out, "types"), "text");
    const { status, stderr } = run("--spec", petstore, "--out", out);
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("is not a folder"),
    });
    expect(filesIn(out)).toEqual(["types"]);
  });

  test("fills a new or empty DIR, and replaces what it wrote before", () => {
    mkdirSync(join(out, "types"));
    expect(run("--spec", petstore, "--out", out).status).toBe(0);
    const fresh = filesIn(out);
    expect(fresh).toContain("types/manifest.json");
    writeFileSync(join(out, "types/orphan.ts"), "");
    expect(run("--spec", petstore, "--out", out).status).toBe(0);
    expect(filesIn(out)).toEqual(fresh);
  });
});

describe("the command", () => {
  test("prints help", () => {
    expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("Usage") });
  });

  test.each([
    [["--nonsense"], 2, "Unknown option '--nonsense'"],
    [["--spec", "x.yaml"], 2, "--spec and --out go together"],
    [["--spec", "missing.yaml", "--out", "x"], 1, "does not exist"],
    [["--spec", "cli.test.ts", "--out", "x"], 1, "cli.test.ts:"],
  ])("refuses %j with exit code %i and a sentence", (args, status, message) => {
    const result = run(...args);
    expect(result).toMatchObject({ status, stderr: expect.stringContaining(message) });
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});
