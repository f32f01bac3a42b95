import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuTimeOf, residentMemoryOf } from "../src/emulator/microsoft-emulator.ts";

// Only Linux tells what another process costs.
if (process.platform === "linux") {
  test("cpuTimeOf() is the CPU time that the process itself counts", () => {
    const { user, system } = process.cpuUsage();
    const difference = cpuTimeOf(process.pid) - (user + system);
    assert.ok(Math.abs(difference) < 50_000, `${difference} µs apart`);
  });

  test("residentMemoryOf() is the memory that the process itself counts", () => {
    const ratio = residentMemoryOf(process.pid) / process.memoryUsage.rss();
    assert.ok(ratio > 0.8 && ratio < 1.25, `${ratio} times as much`);
  });
}
