import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "./candidates.ts";

/** Runs a program to its end and tells the CPU time it took, in milliseconds. */
export function measureProcess(args: readonly string[]): number {
  mkdirSync(workFolder, { recursive: true });
  const file = join(workFolder, "cpu.txt");
  const preload = join(import.meta.dirname, "report-cpu.ts");
  execFileSync(process.execPath, ["--import", preload, ...args], {
    env: { ...process.env, BENCH_CPU_FILE: file },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return Number(readFileSync(file, "utf8"));
}
