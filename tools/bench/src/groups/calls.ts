import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { callSubjects } from "../call-subjects.ts";
import { Stage } from "../emulator/stage.ts";
import { measureRounds, type Results } from "../rounds.ts";
import type { Row } from "../row.ts";
import type { SenderName } from "../senders.ts";
import { rowOf } from "../statistics.ts";

const plain = ["openapi-fetch", "hey-api", "orval", "@azure/web-pubsub"] as const;
/** Those that sign every call. */
const signing = ["openapi-fetch + jose", "@azure/web-pubsub"] as const;

export async function measure(): Promise<Row[]> {
  const cpu = await measureRounds(await callSubjects(), { rounds: 11, count: 3000, warmUp: 20_000 });
  const heap = measureHeap();
  const loopback = await measureLoopback();
  return [
    row("CPU a call", "µs", cpu, "client", 8),
    row("CPU a call, timeouts off", "µs", cpu, "client, timeouts off", 15),
    row("CPU a call, authenticated from the cache", "µs", cpu, "client, authenticated"),
    row("heap a call", "KiB", heap, "client", 9),
    row("heap a call, timeouts off", "KiB", heap, "client, timeouts off"),
    row("heap a call, authenticated from the cache", "KiB", heap, "client, authenticated"),
    row("CPU of calls on loopback, one after the other", "× CPU", loopback, "client", 1.1),
    row("CPU of calls on loopback, authenticated from the cache", "× CPU", loopback, "client, authenticated"),
  ];
}

function row(
  what: string,
  unit: string,
  results: Results<SenderName>,
  subject: SenderName,
  atMost?: number,
): Row {
  return rowOf(results, {
    group: "calls",
    what,
    unit,
    subject,
    baseline: "raw fetch",
    peers: subject === "client, authenticated" ? signing : plain,
    ...(atMost !== undefined && { goal: { atMost } }),
  });
}

function measureHeap(): Results<SenderName> {
  const flags = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"];
  const output = execFileSync(process.execPath, [...flags, join(import.meta.dirname, "../call-heap.ts")], {
    encoding: "utf8",
  });
  return JSON.parse(output) as Results<SenderName>;
}

/** Against a real server, so that what `fetch` itself costs is in every subject. */
async function measureLoopback(): Promise<Results<SenderName>> {
  await using stage = await Stage.start("node http");
  return await measureRounds(await callSubjects(stage.url), { rounds: 9, count: 400, warmUp: 1500 });
}
