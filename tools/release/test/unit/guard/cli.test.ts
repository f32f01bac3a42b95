import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { writeRecord } from "../../../src/guard/release-record.ts";
import { apiRepository, document } from "../../api-repository.ts";
import type { ScratchRepository } from "../../scratch-repository.ts";

const cli = join(import.meta.dirname, "../../../src/cli/guard.ts");

function guard(root: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, root], { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** A repository after its first release. */
function released(): ScratchRepository {
  const repository = apiRepository({
    "packages/fetch-client/generated/index.ts": "// @acme/generator\nexport {};\n",
    "packages/fetch-client/generated/manifest.json": "{}\n",
  });
  writeRecord(repository.root);
  repository.git("add", ".");
  repository.git("commit", "--quiet", "--message=Release");
  return repository;
}

const path = "spec/2024-12-01/openapi.yaml";
const withoutWatts = document("2024-12-01").replace(/ {8}watts: .*\n/, "");

describe("writeRecord()", () => {
  test("writes files that the formatter of `pnpm check` accepts", () => {
    const { root } = released();
    const { status, stdout } = spawnSync("oxfmt", ["--check", "spec/released"], {
      cwd: root,
      encoding: "utf8",
    });
    expect({ status, stdout }).toMatchObject({ status: 0 });
  });
});

describe("The guard", () => {
  test("is green right after a release", () => {
    expect(guard(released().root)).toMatchObject({ status: 0 });
  });

  test("is red when the document breaks users and nothing says so, and names the command that fixes it", () => {
    const repository = released();
    repository.write(path, withoutWatts);
    const { status, stderr } = guard(repository.root);
    expect(status).toBe(1);
    expect(stderr).toContain(
      "@acme/types needs a changeset of at least major, and has none: the document changed",
    );
    expect(stderr).toContain("Lamp.watts");
    expect(stderr).toMatch(/Run: pnpm changeset add --major @acme\/types,@acme\/fetch-client,@acme\/auth/);
  });

  test("is red when the changeset is too low, green when it is high enough", () => {
    const repository = released();
    repository.write(path, withoutWatts);
    const write = (bump: string) =>
      repository.write(
        ".changeset/watts.md",
        `---\n"@acme/types": ${bump}\n"@acme/auth": ${bump}\n"@acme/emulator": ${bump}\n---\n\nDrop watts\n`,
      );
    write("minor");
    expect(guard(repository.root).stderr).toContain("at least major, and has one of minor");
    write("major");
    expect(guard(repository.root)).toMatchObject({ status: 0 });
  });

  test("asks for nothing when a comment of the document changes", () => {
    const repository = released();
    repository.write(path, `# A comment\n${document("2024-12-01")}`);
    repository.write("packages/fetch-client/generated/manifest.json", '{ "specSha256": "other" }\n');
    expect(guard(repository.root)).toMatchObject({ status: 0 });
  });

  test("asks for a patch when only generated code changes", () => {
    const repository = released();
    repository.write("packages/fetch-client/generated/index.ts", "export const fixed = true;\n");
    expect(guard(repository.root).stderr).toContain(
      "Run: pnpm changeset add --patch @acme/fetch-client --message",
    );
  });

  test("asks for nothing when the scope is renamed", () => {
    const repository = released();
    for (const name of ["types", "fetch-client", "auth", "emulator"]) {
      const file = `packages/${name}/package.json`;
      repository.write(file, repository.read(file).replace("@acme/", "@other/"));
    }
    repository.write("packages/fetch-client/generated/index.ts", "// @other/generator\nexport {};\n");
    expect(guard(repository.root)).toMatchObject({ status: 0 });
  });

  test("compares a new version with the one that was exported, and asks for a major where an old one goes", () => {
    const repository = released();
    repository.write("spec/2025-08-01/openapi.yaml", document("2025-08-01"));
    expect(guard(repository.root).stderr).not.toContain("major");
    repository.git("rm", "-r", "--quiet", "spec/2024-12-01");
    expect(guard(repository.root).stderr).toContain("The API version 2024-12-01 can no longer be imported");
  });

  test("works in a shallow clone without tags", () => {
    const repository = released();
    repository.write(path, withoutWatts);
    repository.git("add", ".");
    repository.git("commit", "--quiet", "--message=Break");
    const folder = mkdtempSync(join(tmpdir(), "shallow-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    repository.git("clone", "--quiet", "--depth=1", "--no-tags", `file://${repository.root}`, folder);
    expect(guard(folder).stderr).toContain("at least major");
  });

  test("asks for a changeset of every package before the first release", () => {
    const repository = apiRepository();
    const { status, stderr } = guard(repository.root);
    expect(status).toBe(1);
    expect(stderr).toContain(
      "@acme/emulator needs a changeset of at least patch, and has none: it has never been released",
    );
  });
});
