import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, workFolder } from "../candidates.ts";
import { growthSizes, multiplyDocument, specFile } from "../generator.ts";
import { measureProcess } from "../process-cpu.ts";
import type { Row } from "../row.ts";
import { median, spreadOf } from "../statistics.ts";

const cli = join(root, "tools/spec-diff/src/cli.ts");
const laterFile = join(root, "tools/spec-diff/test/history/2025-08-01.yaml");
const folder = join(workFolder, "diff");
const operations = 26;

export function measure(): Promise<Row[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return Promise.resolve(
    growthSizes.flatMap((times) => {
      const before = grow(specFile, times, "before");
      const after = grow(laterFile, times, "after");
      return [
        row("two versions compared", times, [before, after]),
        row("a version compared with itself", times, [before, before]),
      ];
    }),
  );
}

function grow(file: string, times: number, name: string): string {
  const grown = join(folder, `${name}-${times}.yaml`);
  writeFileSync(grown, multiplyDocument(readFileSync(file, "utf8"), times));
  return grown;
}

function row(what: string, times: number, files: readonly [before: string, after: string]): Row {
  const rounds = Array.from({ length: 3 }, () => measureProcess([cli, ...files, "--json"]));
  return {
    group: "diff",
    what,
    at: { count: operations * times, of: "operations" },
    unit: "ms CPU",
    peers: [],
    ...(times === growthSizes.at(-1) && { goal: { atMost: 3000 } }),
    reached: median(rounds),
    spread: spreadOf(rounds),
    exact: false,
  };
}
