import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { retire } from "../../../src/bump/retire.ts";
import { judgeChangesets } from "../../../src/guard/judge-changesets.ts";
import { readChangesets } from "../../../src/guard/changesets.ts";
import { readRecord, writeRecord } from "../../../src/guard/release-record.ts";
import { compareWithRelease } from "../../../src/guard/since-release.ts";
import { generatedWrites } from "../../../src/bump/generated-writes.ts";
import { exportVersion, lintVersion } from "../../../src/bump/package-files.ts";
import { applyWrites } from "../../../src/bump/write-set.ts";
import { apiRepository, document, snapshot } from "../../api-repository.ts";

const old = "2024-12-01";
const next = "2025-08-01";

/** A repository that was released with two versions. */
async function withTwoVersions() {
  const repository = apiRepository({ [`spec/${next}/openapi.yaml`]: document(next) });
  const { root } = repository;
  applyWrites(root, [...exportVersion(root, next), lintVersion(root, next, `spec/${next}/openapi.yaml`)]);
  applyWrites(root, await generatedWrites(root, root));
  writeRecord(root);
  repository.git("add", ".");
  repository.git("commit", "--quiet", "--message=Two versions");
  return repository;
}

describe("retire()", () => {
  test("takes out document, code, subpaths and settings, and nothing of the newest version", async () => {
    const repository = await withTwoVersions();
    const { root } = repository;
    expect(existsSync(join(root, `packages/fetch-client/generated/${old}/client.ts`))).toBe(true);
    await retire(root, old);
    expect(existsSync(join(root, `spec/${old}/openapi.yaml`))).toBe(false);
    expect(existsSync(join(root, `packages/fetch-client/generated/${old}/client.ts`))).toBe(false);
    expect(existsSync(join(root, `packages/fetch-client/generated/${next}/client.ts`))).toBe(true);
    for (const name of ["types", "fetch-client"]) {
      const manifest = JSON.parse(readFileSync(join(root, `packages/${name}/package.json`), "utf8"));
      const subpaths = Object.keys(manifest.exports);
      expect(subpaths).toContain(`./${next}`);
      expect(subpaths.filter((subpath) => subpath.includes(old))).toEqual([]);
    }
    expect(repository.read("redocly.yaml")).not.toContain(old);
    expect(await generatedWrites(root, root)).toEqual([]);
  });

  test("writes the changeset that the guard asks for", async () => {
    const { root } = await withTwoVersions();
    const record = readRecord(root);
    await retire(root, old);
    const sinceRelease = record && compareWithRelease(root, record);
    expect(sinceRelease?.changes).toMatchObject([{ kind: "api-version-removed", bump: "major" }]);
    const missing = judgeChangesets({ scope: "@acme", changesets: readChangesets(root), sinceRelease });
    expect(missing).toEqual([]);
  });

  test.each([
    ["the newest version", next, "is the version that the packages export"],
    ["a version that is not there", "2023-01-01", "There is no version 2023-01-01 to retire"],
  ])("refuses %s and changes nothing", async (_what, version, message) => {
    const repository = await withTwoVersions();
    const before = snapshot(repository);
    await expect(retire(repository.root, version)).rejects.toThrow(message);
    expect(snapshot(repository)).toEqual(before);
  });

  test("refuses a working tree with changes", async () => {
    const repository = await withTwoVersions();
    repository.write("README.md", "changed\n");
    await expect(retire(repository.root, old)).rejects.toThrow("not committed");
  });

  test("names the lines that import what is gone", async () => {
    const repository = await withTwoVersions();
    repository.write("docs/guide.md", `import "@acme/types/${old}";\n`);
    repository.git("add", ".");
    repository.git("commit", "--quiet", "--message=Guide");
    expect((await retire(repository.root, old)).left).toEqual(["README.md:2", "docs/guide.md:1"]);
  });
});
