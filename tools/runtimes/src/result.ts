import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "../../packaging/src/run.ts";
import type { Row } from "./matrix.ts";

const readme = join(root, "README.md");
/** The table of the last run in which every runtime passed, between its marks. */
const table = /(?<=<!-- runtimes -->\n)[^]*?(?=<!-- \/runtimes -->)/;

/** Writes the README's table. */
export async function writeResult(rows: readonly Row[]): Promise<void> {
  const lines = rows.map(({ title, version }) => `| ${title} | ${version} |\n`);
  const text = `
The same test suite, run against the packed packages, passes on each of these runtimes:

| Runtime | Tested version |
| --- | --- |
${lines.join("")}
`;
  writeFileSync(readme, readFileSync(readme, "utf8").replace(table, text));
  await run("oxfmt", ["README.md"], { cwd: root });
}

/** Whether the README's table names these runtimes. Browsers come from the system, so versions may differ on another day. */
export function isRecorded(rows: readonly Row[]): boolean {
  const [text = ""] = table.exec(readFileSync(readme, "utf8")) ?? [];
  const [, , ...titles] = [...text.matchAll(/^\| (.*?) +\|/gm)].map(([, title]) => title);
  return titles.join("\n") === rows.map(({ title }) => title).join("\n");
}
