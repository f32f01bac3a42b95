import { mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "../candidates.ts";
import { generatorCli, specFile, writeMultipliedDocument } from "../generator.ts";
import { measureProcess } from "../process-cpu.ts";
import type { Row } from "../row.ts";
import { median, ratios, spreadOf } from "../statistics.ts";

const growth = 40;
const folder = join(workFolder, "generate");

export function measure(): Promise<Row[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const large = join(folder, "openapi.yaml");
  writeMultipliedDocument(large, growth);
  const rows = [
    compare("whole generation", specFile, 4),
    compare(`the same with ${growth} times the operations`, large, 2),
    countDifferences(),
  ];
  return Promise.resolve(rows);
}

function compare(what: string, spec: string, rounds: number): Row {
  const ours: number[] = [];
  const alone: number[] = [];
  const subjects = [
    () => ours.push(measureProcess([generatorCli, "--spec", spec, "--out", join(folder, "a")])),
    () =>
      alone.push(
        measureProcess([
          join(import.meta.dirname, "../openapi-typescript-alone.ts"),
          spec,
          join(folder, "alone.d.ts"),
        ]),
      ),
  ];
  for (let round = 0; round < rounds; round++) {
    for (const run of round % 2 === 0 ? subjects : subjects.toReversed()) run();
  }
  const perRound = ratios(ours, alone);
  return {
    group: "generate",
    what,
    unit: "× CPU",
    baseline: { name: `openapi-typescript (${Math.round(median(alone))} ms)`, value: 1 },
    peers: [],
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
