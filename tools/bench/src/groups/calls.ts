import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type CallSubject, callSubjects } from "../call-subjects.ts";
import { measureRounds } from "../rounds.ts";
import type { Goal, Row } from "../row.ts";
import { median, spreadOf } from "../statistics.ts";

type Results = Readonly<Record<CallSubject, readonly number[]>>;

export async function measure(): Promise<Row[]> {
  const cpu = await measureRounds(await callSubjects(), { rounds: 11, count: 3000, warmUp: 20_000 });
  const heap = measureHeap();
  return [
    row("CPU a call", "µs", cpu, "client", { atMost: 20 }),
    row("CPU a call, time-outs off", "µs", cpu, "client, time-outs off", { atMost: 15 }),
    row("CPU a call, authenticated from the cache", "µs", cpu, "client, authenticated"),
    row("heap a call", "KiB", heap, "client", { atMost: 12 }),
    row("heap a call, time-outs off", "KiB", heap, "client, time-outs off"),
    row("heap a call, authenticated from the cache", "KiB", heap, "client, authenticated"),
  ];
}

function measureHeap(): Results {
  const flags = ["--min-semi-space-size=64", "--max-semi-space-size=64"];
  const output = execFileSync(process.execPath, [...flags, join(import.meta.dirname, "../call-heap.ts")], {
    encoding: "utf8",
  });
  return JSON.parse(output) as Results;
}

function row(what: string, unit: string, results: Results, subject: CallSubject, goal?: Goal): Row {
  return {
    group: "calls",
    what,
    unit,
    baseline: { name: "raw fetch", value: median(results["raw fetch"]) },
    peers: [{ name: "openapi-fetch", value: median(results["openapi-fetch"]) }],
    ...(goal && { goal }),
    reached: median(results[subject]),
    spread: spreadOf(results[subject]),
    exact: false,
  };
}
