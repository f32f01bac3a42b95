import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "./packages.ts";

/** Runs a program to its end and tells the CPU time that it and every Node it started took, in milliseconds. */
export function measureProcess(args: readonly string[]): number {
  return processesOf(args).reduce((total, own) => total + own, 0);
}

/**
 * The CPU time of each Node process that a program is made of, in milliseconds.
 *
 * @throws {Error} when it fails, with what it wrote to its standard error.
 */
export function processesOf(args: readonly string[]): readonly number[] {
  mkdirSync(workFolder, { recursive: true });
  const file = join(workFolder, "cpu.txt");
  rmSync(file, { force: true });
  const preload = join(import.meta.dirname, "report-cpu.ts");
  execFileSync(process.execPath, args, {
    env: { ...process.env, BENCH_CPU_FILE: file, NODE_OPTIONS: `--import=${JSON.stringify(preload)}` },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Each process has written a line of its own.
  return readFileSync(file, "utf8").trim().split("\n").map(Number);
}
