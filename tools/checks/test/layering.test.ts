import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { forbiddenDependencies, isHandwritten } from "../src/layering.ts";

const root = join(import.meta.dirname, "../../..");

/** What the linter says of imports in files of the repository. */
async function refusals(imports: readonly (readonly [file: string, specifier: string])[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "layering-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await copyFile(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const [file, specifier] of imports) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), `export type { A } from "${specifier}";\n`);
  }
  const output = await new Promise<string>((resolve) => {
    const oxlint = join(root, "node_modules/.bin/oxlint");
    execFile(oxlint, ["--format=unix"], { cwd: folder }, (_error, stdout) => resolve(stdout));
  });
  return [...output.matchAll(/^([^:]+):.*no-restricted-imports/gm)].map(([, file = ""]) => file);
}

describe("The linter", () => {
  test("lets imports along the arrows pass", async () => {
    const imports = [
      ["packages/emulator/src/rest/a.ts", "../state/hub.js"],
      ["packages/emulator/src/rest/operations/a.ts", "../router.js"],
      ["packages/emulator/src/rest/b.ts", "../options.js"],
      ["packages/emulator/src/rest/route-table.ts", "../../generated/index.js"],
      ["packages/emulator/src/transport/a.ts", "../protocol/message.js"],
      ["packages/emulator/src/transport/b.ts", "ws"],
      ["packages/emulator/src/state/a.ts", "./hub.js"],
      ["packages/emulator/src/state/b.ts", "../protocol/message.js"],
      ["packages/emulator/src/emulator.ts", "./transport/session.js"],
      ["packages/fetch-client/src/raw-client.ts", "openapi-fetch"],
      ["tools/generator/src/emit/openapi-types.ts", "openapi-typescript"],
    ] as const;
    expect(await refusals(imports)).toEqual([]);
  });

  test("refuses all others", async () => {
    const imports = [
      ["packages/auth/src/b.ts", "openapi-fetch"],
      ["packages/hub/test/a.test.ts", "openapi-fetch"],
      ["packages/fetch-client/src/a.ts", "../generated/index.js"],
      ["packages/fetch-client/src/b.ts", "openapi-fetch"],
      ["tools/generator/src/emit/a.ts", "openapi-typescript"],
      ["packages/emulator/src/rest/a.ts", "../transport/session.js"],
      ["packages/emulator/src/rest/operations/a.ts", "../../transport/session.js"],
      ["packages/emulator/src/transport/a.ts", "../rest/router.js"],
      ["packages/emulator/src/state/a.ts", "../rest/router.js"],
      ["packages/emulator/src/state/b.ts", "../transport/session.js"],
      ["packages/emulator/src/state/c.ts", "../emulator.js"],
      ["packages/emulator/src/state/d.ts", "node:http"],
      ["packages/emulator/src/protocol/a.ts", "../state/hub.js"],
      ["packages/emulator/src/protocol/b.ts", "ws"],
    ] as const;
    expect((await refusals(imports)).toSorted()).toEqual(imports.map(([file]) => file).toSorted());
  });
});

describe("forbiddenDependencies()", () => {
  test("lets a package depend on what is below it, and its tests on the contract kit", () => {
    const manifest = {
      dependencies: { "@x/fetch-client": "workspace:^", jose: "6" },
      devDependencies: { "@x/contract-kit": "workspace:*" },
    };
    expect(forbiddenDependencies("auth", manifest)).toEqual([]);
  });

  test.each([
    ["types", "dependencies", "@x/fetch-client"],
    ["fetch-client", "peerDependencies", "@x/auth"],
    ["auth", "devDependencies", "@x/emulator"],
    ["auth", "dependencies", "@x/hub"],
    ["emulator", "dependencies", "@x/contract-kit"],
  ])("refuses %s with %s on %s", (name, kind, target) => {
    expect(forbiddenDependencies(name, { [kind]: { [target]: "workspace:*" } })).toEqual([target]);
  });
});

test("Generated code imports handwritten code only from the runtime of the client", () => {
  expect(isHandwritten("packages/fetch-client/generated/2024-12-01/client.ts", "../../src/call.js")).toBe(
    false,
  );
  expect(isHandwritten("packages/emulator/generated/index.ts", "../src/rest/route.js")).toBe(true);
});
