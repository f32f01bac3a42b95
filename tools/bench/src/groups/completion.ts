import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CompletionSubject, explicitInterface } from "../completion-subjects.ts";
import { grownPackages, growthSizes } from "../generator.ts";
import type { Row } from "../row.ts";
import { median, ratios, spreadOf } from "../statistics.ts";

export function measure(): Promise<Row[]> {
  return Promise.resolve(growthSizes.flatMap(measureSize));
}

function measureSize(times: number): Row[] {
  const own = grownPackages(times).folder;
  const table = readFileSync(join(own, "fetch-client/operation-table.ts"), "utf8");
  const names = [...table.matchAll(/^ {2}(\w+): descriptors/gm)].map(([, name]) => name as string);
  writeFileSync(join(own, "explicit.ts"), explicitInterface(names));

  // In a process of its own with room for young objects, so that collections do not fall on one subject by chance.
  const flags = ["--min-semi-space-size=128", "--max-semi-space-size=128", "--single-threaded-gc"];
  const program = join(import.meta.dirname, "../completion-cpu.ts");
  const output = execFileSync(process.execPath, [...flags, program, own], { encoding: "utf8" });
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
      // The goal was set for a large client.
      ...(times === growthSizes.at(-1) && { goal: { atMost: what.startsWith("keys") ? 1.3 : 1.2 } }),
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
