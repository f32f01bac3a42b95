#!/usr/bin/env node
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseConnectionString } from "@x/auth";
import { specVersion } from "@x/contract-kit";
import { createEmulator } from "@x/emulator";
import { UsageError, readArguments, runCommand } from "../../command-line/src/run-command.ts";
import type { Finding } from "./finding.ts";
import { politeFetch } from "./polite-fetch.ts";
import { questions } from "./questions.ts";
import { createReport, describeCounts, toMarkdown } from "./report.ts";
import { run } from "./run.ts";
import type { Target } from "./service.ts";

const help = `pnpm conformance (--connection-string-env NAME | --emulator) [options] [operation or question…]

Plays the vectors of spec/ against a service and asks it what no public source says.

  --connection-string-env NAME  the environment variable that holds the connection string of a resource in serverless mode;
                                it needs AccessKey
  --emulator                    ask the local emulator instead
  --markdown FILE               write the report as Markdown
  --json FILE                   write the report as JSON
  --rate N                      requests per second, 5 by default
  --list                        list the open questions
  --help                        this text

It uses hubs of its own (conformance_…), closes its clients and removes its users from their groups. About 5 minutes.
Neither the output nor a report has the address or the key of the service.
Exit code: 0 when everything agreed, 1 when something differs or could not be asked, 2 for wrong usage.`;

const options = {
  "connection-string-env": { type: "string" },
  emulator: { type: "boolean" },
  markdown: { type: "string" },
  json: { type: "string" },
  rate: { type: "string", default: "5" },
  list: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Where the connection string says that REST calls go. */
function targetOf(name: string, requestsPerSecond: number): Target {
  const text = process.env[name];
  if (text === undefined || text === "")
    throw new UsageError(`The environment variable ${name} is not set: give it the connection string`);
  const { endpoint, accessKey, port } = parseConnectionString(text);
  if (accessKey === undefined)
    throw new UsageError(
      `The connection string in ${name} has no AccessKey, which the run signs its tokens with`,
    );
  const url = new URL(endpoint);
  if (port !== undefined) url.port = String(port);
  return { url: url.origin, accessKey, fetch: politeFetch(requestsPerSecond) };
}

function line({ id, verdict, expected, actual, files }: Finding): string {
  if (verdict === "agreed") return `  ✓ ${id}`;
  if (verdict === "new") return `  + ${id}: ${actual}`;
  return `  ✗ ${id}: ${actual}${expected === undefined ? "" : `, expected ${expected}`}\n    see ${files.join(", ")}`;
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments({ options, allowPositionals: true });
  if (values.help === true) {
    console.log(help);
    return 0;
  }
  if (values.list === true) {
    for (const { id, title, chosen } of questions) console.log(`${id}: ${title} ${chosen ?? "(not known)"}`);
    return 0;
  }
  const name = values["connection-string-env"];
  if ((name === undefined) === (values.emulator !== true))
    throw new UsageError("Give either --connection-string-env NAME or --emulator");
  const rate = Number(values.rate);
  if (!(rate > 0 && rate <= 100))
    throw new UsageError(`--rate must be a number from 0 to 100, not ${values.rate}`);

  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("Stopped; its clients were closed")));
  const emulator =
    name === undefined ? await createEmulator({ port: 0, invokeTimeoutInMs: 500 }).listen() : undefined;
  try {
    const target: Target = emulator
      ? {
          url: emulator.url,
          accessKey: parseConnectionString(emulator.connectionString).accessKey ?? "",
          fetch,
        }
      : targetOf(name ?? "", rate);
    const findings = await run(target, {
      only: positionals,
      signal: stop.signal,
      onFinding: (finding) => console.log(line(finding)),
    });
    if (findings.length === 0)
      throw new UsageError(
        `Nothing is called ${positionals.join(" or ")}: give ids of --list, or operations`,
      );
    const secrets = [target.accessKey, target.url, new URL(target.url).host];
    const report = createReport(specVersion, findings, secrets);
    if (values.json !== undefined) writeReport(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
    if (values.markdown !== undefined) writeReport(values.markdown, toMarkdown(report));
    console.log(`\n${describeCounts(report)}`);
    return report.counts.differs + report.counts.failed === 0 ? 0 : 1;
  } finally {
    await emulator?.close();
  }
}

function writeReport(file: string, text: string): void {
  writeFileSync(resolve(process.env["INIT_CWD"] ?? ".", file), text);
}

await runCommand("pnpm conformance", main);
