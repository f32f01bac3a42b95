import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Row } from "./matrix.ts";

const root = join(import.meta.dirname, "../../..");
const resultFile = join(root, "docs/runtimes.json");
const readmeFile = join(root, "README.md");
const [begin, end] = ["<!-- runtimes -->", "<!-- /runtimes -->"];

/** The last run in which every runtime passed. */
export interface Result {
  readonly runtimes: readonly { readonly name: string; readonly title: string; readonly version: string }[];
}

function resultOf(rows: readonly Row[]): Result {
  return { runtimes: rows.map(({ name, title, version }) => ({ name, title, version })) };
}

/** The README with the table of the result between the marks. */
export function withTable(readme: string, { runtimes }: Result): string {
  const [head, rest] = readme.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined)
    throw new Error(`README.md needs the marks ${begin} and ${end} around the table of runtimes`);
  const width = Math.max(...runtimes.map(({ title }) => title.length));
  const versionWidth = Math.max("Tested version".length, ...runtimes.map(({ version }) => version.length));
  const row = (a: string, b: string) => `| ${a.padEnd(width)} | ${b.padEnd(versionWidth)} |`;
  const table = [
    row("Runtime", "Tested version"),
    `| ${"-".repeat(width)} | ${"-".repeat(versionWidth)} |`,
    ...runtimes.map(({ title, version }) => row(title, version)),
  ];
  return `${head}${begin}\n\nThe same test suite, run against the packed packages, passes on each of these runtimes:\n\n${table.join("\n")}\n\n${end}${tail}`;
}

/** Writes what is committed: the result, and the README's table. */
export async function writeResult(rows: readonly Row[]): Promise<undefined> {
  const result = resultOf(rows);
  await writeFile(resultFile, `${JSON.stringify(result, null, 2)}\n`);
  await writeFile(readmeFile, withTable(await readFile(readmeFile, "utf8"), result));
}

/**
 * In what the run differs from what the README says, or `undefined`. Versions may differ: browsers come from the system,
 * and are newer on another day.
 */
export async function checkResult(rows: readonly Row[]): Promise<string | undefined> {
  const committed = JSON.parse(await readFile(resultFile, "utf8")) as Result;
  const found = resultOf(rows);
  const names = ({ runtimes }: Result) => runtimes.map(({ name }) => name).join(", ");
  const same = names(committed) === names(found);
  const readme = await readFile(readmeFile, "utf8");
  if (same && withTable(readme, committed) === readme) return undefined;
  return "The README's table is not of this run; write it with: pnpm test:runtimes --write";
}
