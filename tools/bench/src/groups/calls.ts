import { execFileSync, fork } from "node:child_process";
import { join } from "node:path";
import { type CallSubject, callSubjects } from "../call-subjects.ts";
import { measureRounds } from "../rounds.ts";
import type { Goal, Row } from "../row.ts";
import { median, ratios, spreadOf } from "../statistics.ts";

const plain = ["openapi-fetch", "hey-api", "orval", "@azure/web-pubsub"] as const;
/** Those that sign every call. */
const signing = ["openapi-fetch + jose", "@azure/web-pubsub"] as const;

type Results = Readonly<Record<CallSubject, readonly number[]>>;

export async function measure(): Promise<Row[]> {
  const cpu = await measureRounds(await callSubjects(), { rounds: 11, count: 3000, warmUp: 20_000 });
  const heap = measureHeap();
  const loopback = await measureLoopback();
  return [
    row("CPU a call", "µs", cpu, "client", { atMost: 8 }),
    row("CPU a call, timeouts off", "µs", cpu, "client, timeouts off", { atMost: 15 }),
    row("CPU a call, authenticated from the cache", "µs", cpu, "client, authenticated", undefined, signing),
    row("heap a call", "KiB", heap, "client", { atMost: 9 }),
    row("heap a call, timeouts off", "KiB", heap, "client, timeouts off"),
    row(
      "heap a call, authenticated from the cache",
      "KiB",
      heap,
      "client, authenticated",
      undefined,
      signing,
    ),
    loopbackRow("CPU of calls on loopback, one after the other", loopback, "client", { atMost: 1.1 }),
    loopbackRow(
      "CPU of calls on loopback, authenticated from the cache",
      loopback,
      "client, authenticated",
      undefined,
      signing,
    ),
  ];
}

function measureHeap(): Results {
  const flags = ["--min-semi-space-size=64", "--max-semi-space-size=64"];
  const output = execFileSync(process.execPath, [...flags, join(import.meta.dirname, "../call-heap.ts")], {
    encoding: "utf8",
  });
  return JSON.parse(output) as Results;
}

/** Against a real server, so that what `fetch` itself costs is in every subject. */
async function measureLoopback(): Promise<Results> {
  const server = fork(join(import.meta.dirname, "../loopback-server.ts"));
  try {
    const port = await new Promise<unknown>((resolve, reject) => {
      server.once("message", resolve).once("error", reject);
    });
    const subjects = await callSubjects(`http://127.0.0.1:${String(port)}`);
    return await measureRounds(subjects, { rounds: 9, count: 400, warmUp: 1500 });
  } finally {
    server.disconnect();
  }
}

function loopbackRow(
  what: string,
  results: Results,
  subject: CallSubject,
  goal?: Goal,
  peers: readonly CallSubject[] = plain,
): Row {
  const base = results["raw fetch"];
  const perRound = ratios(results[subject], base);
  return {
    group: "calls",
    what,
    unit: "× CPU",
    baseline: { name: "raw fetch", value: 1 },
    peers: peers.map((name) => ({ name, value: median(ratios(results[name], base)) })),
    ...(goal && { goal }),
    reached: median(perRound),
    spread: spreadOf(perRound),
    exact: false,
  };
}

function row(
  what: string,
  unit: string,
  results: Results,
  subject: CallSubject,
  goal?: Goal,
  peers: readonly CallSubject[] = plain,
): Row {
  return {
    group: "calls",
    what,
    unit,
    baseline: { name: "raw fetch", value: median(results["raw fetch"]) },
    peers: peers.map((name) => ({ name, value: median(results[name]) })),
    ...(goal && { goal }),
    reached: median(results[subject]),
    spread: spreadOf(results[subject]),
    exact: false,
  };
}
