import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { questions } from "../src/questions.ts";
import { questionsTable } from "../src/questions-page.ts";

const root = join(import.meta.dirname, "../../..");
const page = join(root, "docs/open-questions.md");
const table = /(<!-- questions: .*? -->\n)([\s\S]*?)(<!-- \/questions -->)/;

/** Without the padding that the formatter adds to tables. */
const cells = (text: string): string => text.trim().replaceAll(/ +\|/g, " |").replaceAll(/-{3,}/g, "---");

describe("docs/open-questions.md", () => {
  test("has a row for every question and no other", () => {
    const text = readFileSync(page, "utf8");
    const rows = `\n${questionsTable(questions)}\n\n`;
    if (process.env["UPDATE_QUESTIONS"] !== undefined)
      writeFileSync(
        page,
        text.replace(table, (_all, start: string, _rows, end: string) => `${start}${rows}${end}`),
      );
    expect(cells(table.exec(readFileSync(page, "utf8"))?.[2] ?? "")).toBe(cells(rows));
  });
});

describe("A question", () => {
  test("has an id of its own", () => {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  });

  test.each(questions.map(({ id, files }) => [id, files] as const))(
    "%s names files that exist",
    (_id, files) => {
      expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    },
  );
});
