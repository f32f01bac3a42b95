import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "../candidates.ts";
import { type CompletionSubject, explicitInterface } from "../completion-subjects.ts";
import { generatorCli, writeMultipliedDocument } from "../generator.ts";
import type { Row } from "../row.ts";
import { median, ratios, spreadOf } from "../statistics.ts";

const growth = 40;
const folder = join(workFolder, "completion");

export async function measure(): Promise<Row[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const spec = join(folder, "openapi.yaml");
  writeMultipliedDocument(spec, growth);
  execFileSync(process.execPath, [generatorCli, "--spec", spec, "--out", folder], { stdio: "ignore" });
  const table = readFileSync(join(folder, "fetch-client/operations.ts"), "utf8");
  const names = [...table.matchAll(/^ {2}(\w+): \{$/gm)].map(([, name]) => name as string);
  writeFileSync(join(folder, "explicit.ts"), explicitInterface(names));

  // In a process of its own with room for young objects, so that collections do not fall on one subject by chance.
  const flags = ["--min-semi-space-size=128", "--max-semi-space-size=128", "--single-threaded-gc"];
  const program = join(import.meta.dirname, "../completion-cpu.ts");
  const output = execFileSync(process.execPath, [...flags, program, folder], { encoding: "utf8" });
  const results = JSON.parse(output) as Readonly<Record<CompletionSubject, readonly number[]>>;
  const row = (what: string, subject: CompletionSubject, base: CompletionSubject): Row => {
    const perRound = ratios(results[subject], results[base]);
    return {
      group: "completion",
      what,
      at: { count: names.length, of: "operations" },
      unit: "× CPU",
      baseline: { name: `interface by hand (${(median(results[base]) / 1000).toFixed(1)} ms)`, value: 1 },
      peers: [],
      goal: { atMost: 1.2 },
      reached: median(perRound),
      spread: spreadOf(perRound),
      exact: false,
    };
  };
  return [
    row("names of methods", "client", "explicit"),
    row("keys of arguments", "arguments", "explicit arguments"),
  ];
}
