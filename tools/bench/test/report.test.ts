import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../src/packages.ts";
import { withResults } from "../src/report.ts";
import { type Result, readResults } from "../src/results.ts";
import { type Row, isReached } from "../src/row.ts";

const row: Row = {
  group: "size",
  what: "one send",
  unit: "B",
  baseline: { name: "by hand", value: 600 },
  peers: [{ name: "a|b", value: 9000 }],
  goal: { atMost: 100 },
  reached: 200,
  exact: true,
};
const result: Result = {
  group: "size",
  date: "2026-01-31",
  machine: { system: "linux x64", cpu: "A", cores: 2, memoryInGiB: 8 },
  versions: { node: "26.0.0" },
  rows: [row, { ...row, what: "many", at: { count: 1040, of: "operations" } }],
};
const page =
  "Text.\n\n<!-- results: goals -->\nold\n<!-- /results -->\n\n<!-- results: size -->\n<!-- /results -->\nEnd.\n";

test("withResults() writes every row with goal, reached and peers, and leaves the text alone", () => {
  const text = withResults(page, [result]);
  assert.ok(text.includes("| one send | by hand 600 | a\\|b 9,000 | ≤\u00A0100 | ✗ **200** B | exact |"));
  assert.ok(text.includes("many, 1,040 operations"));
  assert.ok(text.includes("0 of 2 goals are reached"));
  assert.ok(text.includes("Measured on 2026-01-31: A, 2 cores, 8 GiB, linux x64, Node 26.0.0."));
  assert.ok(text.startsWith("Text.") && text.endsWith("End.\n") && !text.includes("old"));
});

test("withResults() gives the same bytes for the same results", () => {
  assert.equal(withResults(withResults(page, [result]), [result]), withResults(page, [result]));
});

test("The page says why a goal is missed of rows that miss theirs, and of no other", () => {
  const [, reasons = ""] = readFileSync(join(root, "docs/performance.md"), "utf8").split(/^### Why .*\n/m);
  const explained = [...reasons.matchAll(/^- \*\*(.*?)\.?\*\*/gm)].flatMap(([, names = ""]) =>
    names.split("; "),
  );
  assert.ok(explained.length > 0);
  const missed = readResults()
    .flatMap(({ rows }) => rows)
    .filter((missing) => isReached(missing) === false)
    .map(({ group, what }) => `${group}: ${what}`);
  assert.deepEqual(
    explained.filter((name) => !missed.includes(name)),
    [],
  );
});
