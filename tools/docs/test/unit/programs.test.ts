import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import { formatProblem } from "../../src/problem.ts";
import { readPrograms } from "../../src/programs.ts";
import type { RunResult } from "../../src/run.ts";

const programs = readPrograms();

test("every code block and every example compiles", () => {
  expect(programs.length).toBeGreaterThan(40);
  expect(compile(programs).map(formatProblem)).toEqual([]);
});

describe("runs against the emulator", () => {
  const results = execFileSync(process.execPath, [join(import.meta.dirname, "../../src/run.ts")], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  })
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RunResult);

  test("every program that is meant to", () => {
    const runnable = programs.filter((program) => program.runnable !== undefined).map(({ source }) => source);
    expect(results.map(({ source }) => source)).toEqual(runnable);
  });

  for (const { source, error } of results) test(source, () => expect(error).toBeUndefined());
});
