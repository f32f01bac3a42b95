import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judgeTarball, readTarball } from "../src/tarball-contents.ts";
import { tarballs } from "./installed-app.ts";

const manifest = {
  type: "module",
  sideEffects: false,
  engines: { node: ">=20" },
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
};
const good: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify(manifest),
  "README.md": "",
  LICENSE: "",
  "src/index.ts": "",
  "dist/index.js": "",
  "dist/index.js.map": '{"sources":["../src/index.ts"]}',
  "dist/index.d.ts": "",
  "dist/index.d.ts.map": '{"sources":["index.ts"],"sourceRoot":"../src"}',
};

function judge(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  const files = Object.entries({ ...good, ...changes });
  return judgeTarball(new Map(files.filter((entry): entry is [string, string] => entry[1] !== undefined)));
}

const withManifest = (changes: object) => ({ "package.json": JSON.stringify({ ...manifest, ...changes }) });

describe("judgeTarball()", () => {
  test("takes a tarball whose maps lead to sources", () => assert.deepEqual(judge({}), []));

  const faults: readonly (readonly [string, Readonly<Record<string, string | undefined>>, RegExp])[] = [
    ["a map whose source is missing", { "src/index.ts": undefined }, /leads to src\/index\.ts, which is not/],
    ["a module without a map", { "dist/more.js": "" }, /dist\/more\.js has no map/],
    ["a test", { "test/unit/index.test.ts": "" }, /is not for users/],
    ["a build file", { "dist/tsconfig.tsbuildinfo": "" }, /is not for users/],
    ["a missing licence", { LICENSE: undefined }, /LICENSE is missing/],
    ["side effects", withManifest({ sideEffects: true }), /sideEffects/],
    ["scripts", withManifest({ scripts: {} }), /must not have scripts/],
    [
      "a range of this workspace",
      withManifest({ dependencies: { a: "workspace:^" } }),
      /only this repository/,
    ],
    ["a wildcard export", withManifest({ exports: { "./*": "./dist/index.js" } }), /wildcard/],
  ];
  for (const [what, changes, message] of faults)
    test(`refuses ${what}`, () => assert.match(judge(changes).join("\n"), message));
});

describe("readTarball()", () => {
  test("reads what pnpm pack wrote", async () => {
    const auth = tarballs.find(({ name }) => name.endsWith("/auth"));
    const files = await readTarball(auth?.file ?? "");
    assert.equal((JSON.parse(files.get("package.json") ?? "") as { name: string }).name, auth?.name);
    assert.match(files.get("src/index.ts") ?? "", /fromConnectionString/);
  });
});
