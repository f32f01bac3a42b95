import { mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "../candidates.ts";
import { generatorCli, specFile, writeMultipliedDocument } from "../generator.ts";
import { generators } from "../peers.ts";
import { measureProcess } from "../process-cpu.ts";
import type { Row } from "../row.ts";
import { median, ratios, spreadOf } from "../statistics.ts";

const operations = 26;
/** How much larger the document is, and how many rounds that is measured for. */
const sizes: readonly (readonly [times: number, rounds: number])[] = [
  [1, 5],
  [4, 3],
  [16, 3],
  [40, 3],
];
const folder = join(workFolder, "generate");

export function measure(): Promise<Row[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const growth = sizes.map(([times, rounds]) => {
    const spec = times === 1 ? specFile : join(folder, `openapi-${times}.yaml`);
    if (times > 1) writeMultipliedDocument(spec, times);
    return compare(spec, times, rounds);
  });
  return Promise.resolve([...growth, countDifferences()]);
}

function compare(spec: string, times: number, rounds: number): Row {
  const alone = join(import.meta.dirname, "../openapi-typescript-alone.ts");
  const programs = {
    ours: [generatorCli, "--spec", spec, "--out", join(folder, "a")],
    alone: [alone, spec, join(folder, "alone.d.ts")],
    "hey-api": generators["hey-api"](spec, join(folder, "hey-api")),
    orval: generators.orval(spec, join(folder, "orval")),
  } as const;
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const results = {
    ours: [] as number[],
    alone: [] as number[],
    "hey-api": [] as number[],
    orval: [] as number[],
  };
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      results[name].push(measureProcess(programs[name]));
  }
  const perRound = ratios(results.ours, results.alone);
  return {
    group: "generate",
    what: "whole generation",
    at: { count: operations * times, of: "operations" },
    unit: "× CPU",
    baseline: { name: `openapi-typescript (${Math.round(median(results.alone))} ms)`, value: 1 },
    peers: (["hey-api", "orval"] as const).map((name) => ({
      name,
      value: median(ratios(results[name], results.alone)),
    })),
    goal: { atMost: 1.15 },
    reached: median(perRound),
    spread: spreadOf(perRound),
    exact: false,
  };
}

/** Generates again, from another folder's point of view the same, and counts the files that differ. */
function countDifferences(): Row {
  for (const out of ["a", "b"])
    measureProcess([generatorCli, "--spec", specFile, "--out", join(folder, out)]);
  const first = readTree(join(folder, "a"));
  const second = readTree(join(folder, "b"));
  const names = new Set([...first.keys(), ...second.keys()]);
  return {
    group: "generate",
    what: `files that differ between two generations, of ${names.size}`,
    unit: "files",
    peers: [],
    goal: { atMost: 0 },
    reached: [...names].filter((name) => first.get(name) !== second.get(name)).length,
    exact: true,
  };
}

function readTree(where: string): Map<string, string> {
  const paths = readdirSync(where, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(where, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(where, path), "utf8")]));
}
