/** Preloaded into a process that is measured: writes the CPU time of its whole life, start-up included, at its end. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.BENCH_CPU_FILE as string, String((user + system) / 1000));
});
