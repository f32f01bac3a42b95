import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { compilers, compilersFolder } from "../../compilers/src/compilers.ts";
import { specFile, writtenNames } from "../../contract-kit/src/index.ts";
import { installOwnTools } from "../src/own-tools.ts";
import { run } from "../src/run.ts";
import { app } from "./installed-app.ts";
import { methodTypesProgram } from "./method-types.ts";

const compilerOptions = {
  strict: true,
  skipLibCheck: false,
  noEmit: true,
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
};
const resolutions = { bundler: "esnext", nodenext: "nodenext" } as const;
/** The handwritten type tests of the client, which the workspace's compiler checks as well. */
const ownTests = join(import.meta.dirname, "../../../packages/fetch-client/test/types/client.test-d.ts");

describe("Every method of the client", () => {
  const program = methodTypesProgram();
  before(async () => {
    await installOwnTools(compilersFolder);
    await writeFile(join(app, "methods.ts"), program);
    await writeFile(join(app, "own-tests.ts"), await readFile(ownTests, "utf8"));
    for (const [moduleResolution, module] of Object.entries(resolutions)) {
      await writeFile(
        join(app, `tsconfig.methods.${moduleResolution}.json`),
        JSON.stringify({
          compilerOptions: { ...compilerOptions, module, moduleResolution },
          files: ["methods.ts", "own-tests.ts"],
        }),
      );
    }
  });

  test("is called rightly once and wrongly in several ways", () => {
    const count = (pattern: RegExp) => program.match(pattern)?.length ?? 0;
    const operations = writtenNames(specFile).operations.length;
    assert.equal(count(/^\/\/ \w+\(\) with the document's example$/gm), operations);
    assert.equal(count(/^\/\/ @ts-expect-error \w+\(\) with a key that it does not have$/gm), operations);
    assert.ok(count(/^\/\/ @ts-expect-error \w+\(\) with \w+ misspelled$/gm) >= operations);
    // All but the few that ask for nothing.
    assert.ok(count(/^\/\/ @ts-expect-error \w+\(\) without \w+$/gm) > 0.9 * operations);
  });

  for (const { version, script } of compilers) {
    for (const resolution of Object.keys(resolutions)) {
      test(`takes right calls alone with TypeScript ${version} and moduleResolution ${resolution}`, async () => {
        await run(process.execPath, [script, "-p", `tsconfig.methods.${resolution}.json`], { cwd: app });
      });
    }
  }
});
