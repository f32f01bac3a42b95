#!/usr/bin/env node
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installOwnTools, packagingFolder } from "../../packaging/src/own-tools.ts";
import { benchFolder } from "./candidates.ts";
import { format } from "./format.ts";
import { type Gate, describeJudgement, judgeGates, updateGates } from "./gates.ts";
import { formatNumber } from "./table.ts";

const help = `Measures what is exact and cheap, and holds it to tools/bench/gates.json.

Usage
  pnpm bench gates [--write [--loosen]]

A row fails when it is more than 2 % worse than the best value it has reached. A part of pnpm check.

Options
  --write      keep better values as the new gates, add new rows, drop those that nothing measures
  --loosen     with --write: also accept values that are worse
  -h, --help   this text

Exit codes
  0 every gate holds, or is written   1 a gate is broken, or a row has none   2 wrong usage
`;

const file = join(benchFolder, "gates.json");

async function main(): Promise<number> {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    options: {
      write: { type: "boolean", default: false },
      loosen: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (values.loosen && !values.write) throw new TypeError("--loosen goes with --write");

  // What bundles and compiles is found there.
  await installOwnTools(packagingFolder);
  const { measureGatedRows } = await import("./gated-rows.ts");
  const gates = JSON.parse(readFileSync(file, "utf8")) as Gate[];
  const judgements = judgeGates(gates, await measureGatedRows());

  if (values.write) {
    const next = updateGates(judgements, values);
    writeFileSync(file, format("tools/bench/gates.json", JSON.stringify(next, undefined, 2)));
    const lines = describeUpdate(gates, next);
    console.log(lines.length === 0 ? "Every gate stays as it is" : lines.join("\n"));
    const broken = judgements.filter(({ verdict }) => verdict === "broken" && !values.loosen);
    for (const judgement of broken) console.error(`✗ ${describeJudgement(judgement)}`);
    if (broken.length > 0) console.error("Kept as they were; --write --loosen accepts worse values");
    return broken.length === 0 ? 0 : 1;
  }

  const marks = { held: "✓", improved: "Note:", broken: "✗", new: "✗", gone: "✗" } as const;
  for (const judgement of judgements)
    console.log(`${marks[judgement.verdict]} ${describeJudgement(judgement)}`);
  if (judgements.some(({ verdict }) => verdict === "improved"))
    console.log("Note: better than the gate; keep it with pnpm bench gates --write");
  return judgements.every(({ verdict }) => verdict === "held" || verdict === "improved") ? 0 : 1;
}

function describeUpdate(before: readonly Gate[], after: readonly Gate[]): string[] {
  const changed = after.flatMap((gate) => {
    const old = before.find((one) => name(one) === name(gate));
    if (old?.reached === gate.reached && old.unit === gate.unit) return [];
    if (old === undefined) return [`new  ${name(gate)}  ${formatNumber(gate.reached)} ${gate.unit}`];
    const percent = old.reached === 0 ? "" : ` (${signed((gate.reached / old.reached - 1) * 100)} %)`;
    return [
      `gate ${name(gate)}  ${formatNumber(old.reached)} → ${formatNumber(gate.reached)} ${gate.unit}${percent}`,
    ];
  });
  const gone = before
    .filter((gate) => !after.some((one) => name(one) === name(gate)))
    .map((gate) => `gone ${name(gate)}`);
  return [...changed, ...gone];
}

function name({ group, what }: Gate): string {
  return `${group}: ${what}`;
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(1)}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
