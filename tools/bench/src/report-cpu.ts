/** Preloaded into a process that is measured: adds the CPU time of its whole life, start-up included, at its end. */
import { appendFileSync } from "node:fs";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  appendFileSync(process.env.BENCH_CPU_FILE as string, `${(user + system) / 1000}\n`);
});
