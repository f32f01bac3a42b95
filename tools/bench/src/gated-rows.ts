import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type PackageFolder, packageFolders } from "../../packaging/src/pack.ts";
import { run } from "../../packaging/src/run.ts";
import { root, workFolder } from "./candidates.ts";
import { type OperationTable, exampleCalls } from "./example-calls.ts";
import { measureOwnSizes } from "./own-sizes.ts";
import { measureOwnTypes } from "./own-types.ts";
import type { Row } from "./row.ts";

/**
 * Exact rows that take seconds, measured on the packages as they are built in the workspace: a tarball holds the same
 * files.
 */
export async function measureGatedRows(): Promise<Row[]> {
  const filters = packageFolders.map((name) => `--filter=./packages/${name}`);
  await run("turbo", ["run", "build", ...filters, "--output-logs=errors-only"], { cwd: root });
  const folder = linkPackages();
  const client = pathToFileURL(join(root, "packages/fetch-client/dist/generated/index.js")).href;
  const { operationTable } = (await import(client)) as { operationTable: OperationTable };
  return [
    ...(await measureOwnSizes(folder, countEntries(operationTable))),
    ...measureOwnTypes(join(folder, "programs"), exampleCalls(operationTable)),
  ];
}

function countEntries(table: OperationTable): number {
  const operations = Object.values(table);
  return operations.reduce((sum, { parameters }) => sum + 1 + Object.keys(parameters ?? {}).length, 0);
}

/** A folder in which imports of the packages lead to the workspace. */
function linkPackages(): string {
  const folder = join(workFolder, "workspace");
  rmSync(folder, { recursive: true, force: true });
  for (const name of packageFolders) {
    const link = join(folder, "node_modules", nameOf(name));
    mkdirSync(join(link, ".."), { recursive: true });
    symlinkSync(join(root, "packages", name), link, "junction");
  }
  return folder;
}

function nameOf(name: PackageFolder): string {
  const text = readFileSync(join(root, "packages", name, "package.json"), "utf8");
  return (JSON.parse(text) as { name: string }).name;
}
