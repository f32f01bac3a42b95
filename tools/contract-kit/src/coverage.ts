import type { Document } from "./document.ts";
import { readOperations } from "./operations.ts";

/** A test of a report that vitest writes with `--reporter=json`. */
export interface ReportedTest {
  readonly file: string;
  readonly title: string;
  readonly passed: boolean;
}

export const columns = ["vector", "example", "types", "client", "auth", "emulator"] as const;
type Column = (typeof columns)[number];

/** The test files whose titles start with an operation ID, by the column that they stand for. */
const files: Readonly<Record<Column, RegExp>> = {
  vector: /packages\/fetch-client\/test\/contract\/vectors\.test\.ts$/,
  example: /spec\/examples$/,
  types: /packages\/types\/test\/contract\/types\.test\.ts$/,
  client: /packages\/fetch-client\/test\/contract\/operations\.test\.ts$/,
  auth: /packages\/auth\/test\/contract\/operations\.test\.ts$/,
  emulator: /packages\/emulator\/test\/contract\/(operations|vectors)\.test\.ts$/,
};

/** A row of the table as it stands on the page. */
export interface CoverageRow {
  readonly operationId: string;
  readonly text: string;
}

/**
 * A row for each operation of the document. A tick needs at least one test whose title names the operation, and that all of
 * them have passed.
 *
 * @param kept Rows of operations that were not tested this time, which stay.
 */
export function coverageTable(
  document: Document,
  tests: readonly ReportedTest[],
  kept: readonly CoverageRow[] = [],
): string {
  const rows = readOperations(document).map(({ operationId }) => {
    const row = kept.find((old) => old.operationId === operationId);
    if (row !== undefined) return row.text;
    const ticks = columns.map((column) => {
      const own = tests.filter(
        ({ file, title }) => files[column].test(file) && namesOperation(title, operationId),
      );
      return own.length > 0 && own.every(({ passed }) => passed) ? "✓" : "–";
    });
    return `| \`${operationId}\` | ${ticks.join(" | ")} |`;
  });
  return [
    `| operation | ${columns.join(" | ")} |`,
    `| --- |${" --- |".repeat(columns.length)}`,
    ...rows,
  ].join("\n");
}

/** Whether a title, with those of the groups around it, names an operation as a word of its own. */
function namesOperation(title: string, operationId: string): boolean {
  return title.split(/[^A-Za-z]+/).includes(operationId);
}

const start = "<!-- coverage: written by pnpm --filter @x/contract-kit coverage -->";
const end = "<!-- /coverage -->";

/** The rows that are on the page. */
export function rowsOf(page: string): CoverageRow[] {
  const table = page.slice(page.indexOf(start), page.indexOf(end));
  return [...table.matchAll(/^\| `(\w+)`.*$/gm)].map(([text, operationId = ""]) => ({ operationId, text }));
}

/** Puts the table between its marks. @throws Error when the marks are not there. */
export function withCoverage(readme: string, table: string): string {
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`The page has no marks for the table: expected ${start} and ${end}`);
  return `${readme.slice(0, from + start.length)}\n\n${table}\n\n${readme.slice(to)}`;
}
