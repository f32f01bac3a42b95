import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "./candidates.ts";

/** Runs a program to its end and tells the CPU time that it and every Node it started took, in milliseconds. */
export function measureProcess(args: readonly string[]): number {
  mkdirSync(workFolder, { recursive: true });
  const file = join(workFolder, "cpu.txt");
  rmSync(file, { force: true });
  const preload = join(import.meta.dirname, "report-cpu.ts");
  execFileSync(process.execPath, args, {
    env: { ...process.env, BENCH_CPU_FILE: file, NODE_OPTIONS: `--import=${JSON.stringify(preload)}` },
    stdio: ["ignore", "ignore", "pipe"],
  });
  return sumOfLines(readFileSync(file, "utf8"));
}

/** Each process writes a line of its own. */
function sumOfLines(text: string): number {
  return text
    .trim()
    .split("\n")
    .reduce((total, line) => total + Number(line), 0);
}
