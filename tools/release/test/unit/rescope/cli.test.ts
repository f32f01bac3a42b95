import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { upstreamScope, upstreamScopeFile } from "../../../src/rescope/upstream-scope.ts";
import { type ScratchRepository, scratchRepository } from "../../scratch-repository.ts";

const cli = join(import.meta.dirname, "../../../src/cli/rescope.ts");

function rescope(repository: ScratchRepository, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "--root", repository.root, "--no-install", ...args],
    { encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

const workspace = () =>
  scratchRepository({
    "packages/types/package.json":
      '{\n  "name": "@old/types",\n  "license": "MIT",\n  "version": "1.0.0"\n}\n',
    "packages/auth/package.json":
      '{\n  "name": "@old/auth",\n  "license": "MIT",\n  "version": "1.0.0",\n  "dependencies": { "@old/types": "workspace:^" }\n}\n',
    "packages/auth/src/index.ts": 'export type { Message } from "@old/types";\n',
    "tools/generator/package.json": '{\n  "name": "@old/generator",\n  "private": true\n}\n',
    "tools/generator/src/cli.ts":
      'import { writeFileSync } from "node:fs";\nwriteFileSync("generated.txt", "from @old/generator");\n',
    ".changeset/one.md": '---\n"@old/auth": minor\n---\n\nSign\n',
    "pnpm-lock.yaml":
      "importers:\n  packages/auth:\n    dependencies:\n      '@old/types':\n        version: link:../types\npackages:\n  '@taken/thing@1.0.0':\n    resolution: {}\n",
    "README.md": `| Package |\n| ------- |\n| \`@old/types\` |\n`,
    "logo.png": "@old\0",
    [upstreamScopeFile]: `export const upstreamScope = "${upstreamScope}";\n`,
  });

describe("pnpm rescope", () => {
  test("renames every place in one step, formats, and generates again", () => {
    const repository = workspace();
    const { status, stdout } = rescope(repository, "@acme-labs");
    expect(stdout).toContain("@old is @acme-labs now, in 8 files");
    expect(status).toBe(0);
    expect(() => repository.git("grep", "-I", "@old")).toThrow();
    expect(repository.git("grep", "-I", "@acme-labs")).toContain("packages/auth/src/index.ts");
  });

  test("puts a prefix before each name, takes it for the scope from then on, and goes back", () => {
    const repository = workspace();
    const commit = () => {
      repository.git("add", ".");
      repository.git("commit", "--quiet", "--message=Rename");
    };
    rescope(repository, "@old");
    expect(rescope(repository, "@acme/signalr-").stdout).toContain("@old is @acme/signalr- now");
    expect(JSON.parse(repository.read("packages/auth/package.json"))).toMatchObject({
      name: "@acme/signalr-auth",
      dependencies: { "@acme/signalr-types": "workspace:^" },
    });
    commit();
    expect(rescope(repository, "--check").stdout).toBe("Every name is in @acme/signalr-\n");
    expect(rescope(repository, "@acme/signalr-").stdout).toBe("Everything is in @acme/signalr- already\n");
    repository.write("packages/auth/src/more.ts", `import "${upstreamScope}/types";\n`);
    commit();
    expect(rescope(repository, "--check").status).toBe(1);
    rescope(repository, "@acme/signalr-");
    expect(repository.read("packages/auth/src/more.ts")).toBe('import "@acme/signalr-types";\n');
    commit();
    rescope(repository, "@old");
    expect(repository.read("packages/auth/src/index.ts")).toBe(
      'export type { Message } from "@old/types";\n',
    );
  });

  test("takes a prefix in a scope of which other packages are installed", () => {
    expect(rescope(workspace(), "@taken/signalr-").status).toBe(0);
  });

  test("leaves binary files and its own record of the upstream scope alone", () => {
    const repository = workspace();
    rescope(repository, "@acme");
    expect(repository.read("logo.png")).toBe("@old\0");
    expect(repository.read(upstreamScopeFile)).toContain(upstreamScope);
    expect(repository.read("generated.txt")).toBe("from @acme/generator");
  });

  test("does nothing a second time, also before the first is committed", () => {
    const repository = workspace();
    rescope(repository, "@acme");
    const after = repository.git("diff");
    expect(rescope(repository, "@acme")).toMatchObject({
      status: 0,
      stdout: "Everything is in @acme already\n",
    });
    expect(repository.git("diff")).toBe(after);
  });

  test("there and back again leaves the tree as it was", () => {
    const repository = workspace();
    const commit = () => {
      repository.git("add", ".");
      repository.git("commit", "--quiet", "--message=Rename");
    };
    rescope(repository, "@first");
    commit();
    rescope(repository, "@much-longer-than-the-first");
    commit();
    rescope(repository, "@first");
    commit();
    expect(repository.git("diff", "HEAD~2")).toBe("");
    expect(repository.git("diff", "HEAD~1")).not.toBe("");
  });

  test("renames what a merge from upstream brings into a renamed fork", () => {
    const repository = workspace();
    repository.write("packages/auth/src/more.ts", `import "${upstreamScope}/types";\n`);
    repository.git("add", ".");
    repository.git("commit", "--quiet", "--message=Merge upstream");
    const check = rescope(repository, "@old", "--check");
    expect(check.status).toBe(1);
    expect(check.stderr).toContain(
      `packages/auth/src/more.ts:1 is not in @old: import "${upstreamScope}/types";`,
    );
    expect(check.stderr).toContain("Run `pnpm rescope @old`");
    expect(rescope(repository, "@old").stdout).toContain("Renamed what was left in 1 files");
    expect(rescope(repository, "@old", "--check").status).toBe(0);
  });

  test("--check without a scope takes that of the published packages, and writes nothing", () => {
    const repository = workspace();
    expect(rescope(repository, "--check")).toMatchObject({ status: 0, stdout: "Every name is in @old\n" });
    expect(rescope(repository, "@acme", "--check").status).toBe(1);
    expect(repository.status()).toBe("");
  });

  test("--repository says in each published package where its sources are", () => {
    const repository = workspace();
    expect(
      rescope(repository, "@old", "--check", "--repository", "https://github.com/acme/signalr").status,
    ).toBe(1);
    rescope(repository, "@acme", "--repository", "git@github.com:acme/signalr.git");
    const manifest = JSON.parse(repository.read("packages/auth/package.json")) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      name: "@acme/auth",
      homepage: "https://github.com/acme/signalr/tree/main/packages/auth#readme",
      bugs: "https://github.com/acme/signalr/issues",
      repository: { type: "git", url: "git+https://github.com/acme/signalr.git", directory: "packages/auth" },
      version: "1.0.0",
    });
    expect(repository.read("tools/generator/package.json")).not.toContain("repository");
    expect(
      rescope(repository, "@acme", "--check", "--repository", "https://github.com/acme/signalr").status,
    ).toBe(0);
  });

  test("refuses a tree with changes and names them", () => {
    const repository = workspace();
    repository.write("README.md", "half done\n");
    const { status, stderr } = rescope(repository, "@acme");
    expect(status).toBe(1);
    expect(stderr).toContain(" M README.md");
    expect(stderr).toContain("Commit or stash them first");
    expect(repository.read("packages/auth/package.json")).toContain("@old/auth");
  });

  test("refuses a scope that installed packages have", () => {
    const repository = workspace();
    const { status, stderr } = rescope(repository, "@taken");
    expect(status).toBe(2);
    expect(stderr).toContain("The scope @taken is taken by installed packages, such as @taken/thing");
    expect(repository.status()).toBe("");
  });

  test.each([
    [["acme"], "is not a scope"],
    [["@a", "@b"], "Expected one scope"],
    [[], "Expected a scope"],
    [["@acme", "--frob"], "--frob"],
    [["@acme", "--repository", "nowhere"], "is not a repository"],
  ])("refuses %j with a word on what was expected", (args, message) => {
    const repository = workspace();
    const { status, stderr } = rescope(repository, ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(repository.status()).toBe("");
  });

  test("--help says how to use it", () => {
    expect(execFileSync(process.execPath, [cli, "--help"], { encoding: "utf8" })).toContain(
      "pnpm rescope @acme",
    );
  });
});
