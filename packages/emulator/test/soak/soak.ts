#!/usr/bin/env node
import { parseArgs } from "node:util";
import { churn } from "./churn.ts";
import { connections } from "./connections.ts";
import { groups } from "./groups.ts";
import { Stage } from "./stage.ts";

const help = `Keeps an emulator busy and looks for messages lost, answers with 5xx and memory that grows.

Usage: node test/soak/soak.ts [part…] [options]

Parts (all by default):
  groups        one million groups
  connections   10,000 connections and a broadcast every second for 30 s
  churn         connections, groups and users that come and go while REST sends

Options:
  --minutes N   how long churn lasts (default 10)
  -h, --help    Show this help

Ctrl-C ends the part that runs and prints what it saw.
`;

const stop = new AbortController();
const parts: Readonly<Record<string, (stage: Stage, minutes: number) => Promise<void>>> = {
  groups: (stage) => groups(stage, 1_000_000, stop.signal),
  connections: (stage) => connections(stage, { count: 10_000, seconds: 30 }, stop.signal),
  churn: (stage, minutes) => churn(stage, minutes, stop.signal),
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { minutes: { type: "string", default: "10" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const minutes = Number(values.minutes);
  const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined || !(minutes > 0)) {
    console.error(
      unknown === undefined ? "--minutes must be a number above 0" : `There is no part ${unknown}`,
    );
    return 2;
  }
  process.on("SIGINT", () => stop.abort());
  let failed = 0;
  for (const [name, run] of Object.entries(parts)) {
    if ((positionals.length > 0 && !positionals.includes(name)) || stop.signal.aborted) continue;
    console.log(`${name}`);
    const stage = await Stage.start();
    await run(stage, minutes);
    await stage.end();
    for (const failure of stage.failures.slice(0, 20)) console.log(`  ✗ ${failure}`);
    console.log(
      stage.failures.length === 0
        ? "  ✓ nothing lost, nothing broken"
        : `  ✗ ${stage.failures.length} failures`,
    );
    failed += stage.failures.length;
  }
  return failed === 0 && !stop.signal.aborted ? 0 : 1;
}

process.exitCode = await main();
