import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { generatorCli, grownPackages, growthSizes, operationCount } from "../generator.ts";
import { workFolder } from "../packages.ts";
import { generators } from "../peers.ts";
import { measureProcess } from "../process-cpu.ts";
import { takeRounds } from "../rounds.ts";
import type { Row } from "../row.ts";
import { rowOf } from "../statistics.ts";

const folder = join(workFolder, "generate");

export function measure(): Promise<Row[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return Array.fromAsync(growthSizes, measureSize);
}

async function measureSize(times: number): Promise<Row> {
  const spec = join(grownPackages(times), "openapi.yaml");
  const programs = {
    ours: [generatorCli, "--spec", spec, "--out", join(folder, "ours")],
    "openapi-typescript": [
      join(import.meta.dirname, "../openapi-typescript-alone.ts"),
      spec,
      join(folder, "alone.d.ts"),
    ],
    "hey-api": generators["hey-api"](spec, join(folder, "hey-api")),
    orval: generators.orval(spec, join(folder, "orval")),
  } as const;
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const results = await takeRounds(names, times === 1 ? 5 : 3, (name) => measureProcess(programs[name]));
  return rowOf(results, {
    group: "generate",
    what: "whole generation",
    at: { count: operationCount * times, of: "operations" },
    unit: "× CPU",
    subject: "ours",
    baseline: "openapi-typescript",
    peers: ["hey-api", "orval"],
    goal: { atMost: 1.15 },
  });
}
