import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CompletionSubject, explicitInterface } from "../completion-cpu.ts";
import { grownPackages, growthSizes } from "../generator.ts";
import type { Results } from "../rounds.ts";
import type { Row } from "../row.ts";
import { rowOf } from "../statistics.ts";

export function measure(): Promise<Row[]> {
  return Promise.resolve(growthSizes.flatMap(measureSize));
}

function measureSize(times: number): Row[] {
  const own = grownPackages(times);
  const table = readFileSync(join(own, "fetch-client/operation-table.ts"), "utf8");
  const names = [...table.matchAll(/^ {2}(\w+): descriptors/gm)].map(([, name]) => name as string);
  writeFileSync(join(own, "explicit.ts"), explicitInterface(names));

  // In a process of its own with room for young objects, so that collections do not fall on one subject by chance.
  const flags = ["--min-semi-space-size=128", "--max-semi-space-size=128", "--single-threaded-gc"];
  const program = join(import.meta.dirname, "../completion-cpu.ts");
  const output = execFileSync(process.execPath, [...flags, program, own], { encoding: "utf8" });
  const results = JSON.parse(output) as Results<CompletionSubject>;
  const row = (what: "names of methods" | "keys of arguments", atMost: number): Row => ({
    ...rowOf(results, {
      group: "completion",
      what,
      at: { count: names.length, of: "operations" },
      unit: "× CPU",
      subject: `${what} of the client`,
      baseline: `${what} of an interface by hand`,
      // The goal was set for a large client.
      ...(times === growthSizes.at(-1) && { goal: { atMost } }),
    }),
    baseline: { name: "interface by hand", value: 1 },
  });
  return [row("names of methods", 1.2), row("keys of arguments", 1.3)];
}
