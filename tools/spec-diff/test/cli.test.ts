import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const cli = join(import.meta.dirname, "../src/cli.ts");
const spec = join(import.meta.dirname, "../../../spec/2024-12-01/openapi.yaml");
const later = join(import.meta.dirname, "history/2025-08-01.yaml");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "diff-"));
  const head = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\n";
  const files = {
    "plain.yaml": `${head}paths: { /a: { get: { operationId: a, responses: { '204': { description: Done } } } } }\n`,
    "more.json": JSON.stringify({
      openapi: "3.1.0",
      info: { title: "A", version: "1" },
      paths: {
        "/a": {
          get: {
            operationId: "a",
            parameters: [{ name: "q", in: "query", required: true, schema: { type: "string" } }],
            responses: { "204": { description: "Done" } },
          },
        },
      },
    }),
    "broken.yaml": `${head}paths:\n  /a:\n    get:\n      responses:\n        '200': { $ref: '#/components/responses/Gone' }\n`,
    "loop.yaml": `${head}paths: {}\ncomponents:\n  schemas:\n    A: { $ref: '#/components/schemas/A' }\n`,
    "syntax.yaml": `${head}paths: [\n`,
    "other.yaml": "name: not an API\n",
    "cyclic.yaml": `${head}paths: {}\ncomponents: { schemas: { Tree: { type: object, properties: { child: { $ref: '#/components/schemas/Tree' } } } } }\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    cwd: tmpdir(),
    env: { ...process.env, INIT_CWD: folder },
  });
  return { status, stdout, stderr };
}

describe("spec:diff", () => {
  test("--json has bump and one entry a change and axis, and nothing else", () => {
    const { status, stdout, stderr } = run("plain.yaml", "more.json", "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const entry = {
      bump: "major",
      kind: "required-parameter-added",
      where: "GET /a query q",
      message: "required query parameter q (string) added",
    };
    expect(JSON.parse(stdout)).toEqual({
      bump: "major",
      changes: [
        { ...entry, axis: "wire" },
        { ...entry, axis: "types" },
      ],
    });
  });

  test("groups by bump for people, with what to do", () => {
    const { status, stdout } = run(spec, later);
    expect(status).toBe(0);
    expect(stdout).toContain("Major: breaks callers (7)");
    expect(stdout).toContain(
      "  GroupMember.userId\n    changed from string to string or null  [wire, types: response-nullable-added]\n    → Check for null before you use the value.",
    );
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("Bump: major");
  });

  test("--markdown writes a list for each bump", () => {
    const { stdout } = run("plain.yaml", "more.json", "--markdown");
    expect(stdout).toBe(
      [
        "# `plain.yaml` → `more.json`",
        "",
        "Bump: **major**",
        "",
        "## Major: breaks callers",
        "",
        "- `GET /a query q`: required query parameter q (string) added **Give the parameter in every call.** (wire, types; `required-parameter-added`)",
        "",
      ].join("\n"),
    );
  });

  test("says so when a document is compared with itself", () => {
    const { status, stdout, stderr } = run("plain.yaml", "./plain.yaml", "--json");
    expect({ status, result: JSON.parse(stdout) }).toEqual({
      status: 0,
      result: { bump: "none", changes: [] },
    });
    expect(stderr).toBe("plain.yaml is compared with itself\n");
  });

  test("compares schemas that contain themselves", () => {
    const { status, stdout } = run("plain.yaml", "cyclic.yaml", "--json");
    expect(status).toBe(0);
    expect(stdout).toContain('"operation-removed"');
  });

  test.each([
    [
      "a $ref that leads nowhere",
      ["plain.yaml", "broken.yaml"],
      1,
      /^broken\.yaml:7:24 \$ref #\/components\/responses\/Gone leads nowhere/,
    ],
    [
      "a $ref that leads to itself",
      ["loop.yaml", "plain.yaml"],
      1,
      /^loop\.yaml:6:16 \$ref #\/components\/schemas\/A leads back to itself/,
    ],
    [
      "YAML that cannot be read",
      ["plain.yaml", "syntax.yaml"],
      1,
      /^syntax\.yaml:\d+:\d+ is not valid YAML: /,
    ],
    [
      "a document that is not an API",
      ["other.yaml", "plain.yaml"],
      1,
      /^other\.yaml:1:1 is not an OpenAPI 3\.0 or 3\.1 document/,
    ],
    [
      "a file that is not there",
      ["plain.yaml", "gone.yaml"],
      1,
      /^error: The document gone\.yaml does not exist/,
    ],
    ["a folder", ["plain.yaml", "."], 1, /is a folder: expected a document/],
    ["no document", [], 2, /^Two documents are needed: BEFORE and AFTER\n\nSee pnpm spec:diff --help/],
    ["one document", ["plain.yaml"], 2, /^AFTER is missing: with what shall plain\.yaml be compared\?/],
    [
      "three documents",
      ["plain.yaml", "more.json", "cyclic.yaml"],
      2,
      /^Two documents are compared, but 3 are given/,
    ],
    ["an unknown option", ["plain.yaml", "more.json", "--yaml"], 2, /--yaml/],
    ["two forms at once", ["plain.yaml", "more.json", "--json", "--markdown"], 2, /exclude each other/],
  ])("refuses %s, prints nothing and writes nothing", (_, args, expected, message) => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: expected, stdout: "" });
    expect(stderr).toMatch(message);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("--help explains the exit codes", () => {
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("2 wrong usage");
  });
});
