import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ReportedTest, coverageTable, rowsOf, withCoverage } from "../coverage.ts";
import { readOpenApi } from "../document.ts";
import { readOperations } from "../operations.ts";
import { specFile } from "../spec-file.ts";

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const readme = join(root, "spec/README.md");
const document = readOpenApi(specFile);
// Without it, all operations are tested; with it, new ones, and the rows of the others stay.
const { values } = parseArgs({ options: { operations: { type: "string" } } });
const only = values.operations?.split(",").filter((name) => name !== "");
const folder = mkdtempSync(join(tmpdir(), "coverage-"));

try {
  // The emulator has no handlers of operations that are new, and so no tests of them.
  const packages = ["types", "fetch-client", "auth", ...(only === undefined ? ["emulator"] : [])];
  const tests = only?.length === 0 ? [] : packages.flatMap((name) => runContractTests(name));
  const page = readFileSync(readme, "utf8");
  const kept =
    only === undefined ? [] : rowsOf(page).filter(({ operationId }) => !only.includes(operationId));
  writeFileSync(readme, withCoverage(page, coverageTable(document, [...tests, ...examples()], kept)));
  const failed = tests.filter(({ passed }) => !passed);
  for (const { title } of failed) console.error(`failed: ${title}`);
  console.log(
    `${tests.length} contract tests, ${failed.length} failed. The table in spec/README.md is up to date.`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function runContractTests(name: string): ReportedTest[] {
  console.error(`Running the contract tests of packages/${name}`);
  const report = join(folder, `${name}.json`);
  const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
  // A test that asserts nothing fails here, so taking an assertion away takes the tick away.
  const strict = "--expect.requireAssertions";
  const tests = only === undefined ? ["test/contract"] : ["operations.test", "vectors.test", "types.test"];
  const filter = only === undefined ? [] : ["--testNamePattern", `\\b(${only.join("|")})\\b`];
  // Few tests: what takes long is to load the modules, which the files share.
  const shared = only === undefined ? [] : ["--no-isolate", "--maxWorkers=1"];
  const args = [
    vitest,
    "run",
    ...tests,
    ...filter,
    ...shared,
    strict,
    "--reporter=json",
    `--outputFile=${report}`,
  ];
  spawnSync(process.execPath, args, {
    cwd: join(root, "packages", name),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  return testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status !== "skipped" && status !== "pending")
      .map((one) => ({
        file: file.name,
        title: one.fullName,
        passed: one.status === "passed",
      })),
  );
}

/** Whether each operation has the examples that it needs; the lint checks that they are valid. */
function examples(): ReportedTest[] {
  return readOperations(document).map(({ operationId, parameters, body }) => ({
    file: "spec/examples",
    title: operationId,
    passed:
      parameters.every(({ example }) => example !== undefined) &&
      (!body?.content.has("application/json") || body.examples.has("application/json")),
  }));
}
