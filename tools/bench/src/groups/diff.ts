import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, workFolder } from "../candidates.ts";
import { multiplyDocument, specFile } from "../generator.ts";
import { measureProcess } from "../process-cpu.ts";
import type { Row } from "../row.ts";
import { median, spreadOf } from "../statistics.ts";

const cli = join(root, "tools/generator/src/diff/cli.ts");
const laterFile = join(root, "tools/generator/test/diff/history/2025-08-01.yaml");
const folder = join(workFolder, "diff");
const times = 40;
const operations = 26 * times;

export function measure(): Promise<Row[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [before, after] = [specFile, laterFile].map((file, index) => {
    const grown = join(folder, `${index}.yaml`);
    writeFileSync(grown, multiplyDocument(readFileSync(file, "utf8"), times));
    return grown;
  });
  if (before === undefined || after === undefined) return Promise.resolve([]);
  return Promise.resolve([
    row("two versions compared", before, after),
    row("a version compared with itself", before, before),
  ]);
}

function row(what: string, before: string, after: string): Row {
  const rounds = Array.from({ length: 3 }, () => measureProcess([cli, before, after, "--json"]));
  return {
    group: "diff",
    what,
    at: { count: operations, of: "operations" },
    unit: "ms CPU",
    peers: [],
    goal: { atMost: 3000 },
    reached: median(rounds),
    spread: spreadOf(rounds),
    exact: false,
  };
}
