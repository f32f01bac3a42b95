#!/usr/bin/env node
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startVitest } from "vitest/node";
import { type ClientPair, clientPairs } from "../clients/stage.ts";
import { type Outcome, scenarioTable } from "./scenario-table.ts";

const usage = `Tests the emulator with Microsoft's .NET clients and SDK. Needs the .NET SDK 10 or later.

Usage: pnpm test:dotnet [--write]

  --write   put the result into docs/dotnet.md
`;

const root = join(import.meta.dirname, "../..");
const page = join(root, "docs/dotnet.md");
const [begin, end] = ["<!-- scenarios -->", "<!-- /scenarios -->"];

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== "--write")) {
    console.log(usage);
    return args.includes("--help") || args.includes("-h") ? 0 : 2;
  }
  const version = dotnetVersion();
  if (version === undefined || Number(version.split(".")[0]) < 10) {
    const found = version === undefined ? "there is no 'dotnet' on the PATH" : `this one is ${version}`;
    console.error(`The .NET tests were not run: they need the .NET SDK 10 or later, and ${found}`);
    return 1;
  }
  const vitest = await startVitest("test", [], {
    config: join(import.meta.dirname, "vitest.config.ts"),
    watch: false,
  });
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
  const outcomes = tests.flatMap((test) => outcomeOf(test.fullName, test.result().state === "passed"));
  const failed = vitest.state.getCountOfFailedTests() > 0 || tests.length === 0;
  await vitest.close();
  if (failed || process.exitCode === 1) return 1;
  const text = readFileSync(page, "utf8");
  const [head = "", rest = ""] = text.split(begin);
  const changed = `${head}${begin}\n\n${scenarioTable(outcomes)}\n\n${end}${rest.split(end)[1] ?? ""}`;
  if (args.includes("--write")) {
    writeFileSync(page, changed);
    execFileSync(join(root, "node_modules/.bin/oxfmt"), [page]);
  } else if (withoutAlignment(changed) !== withoutAlignment(text)) {
    console.error("The table in docs/dotnet.md is not of this run; write it with: pnpm test:dotnet --write");
    return 1;
  }
  return 0;
}

function dotnetVersion(): string | undefined {
  try {
    return execFileSync("dotnet", ["--version"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/** The scenario that a test of `clients.test.ts` is, by its whole name. */
function outcomeOf(fullName: string, passed: boolean): readonly Outcome[] {
  const [suite = "", pairName, scenario] = fullName.split(" > ");
  const version = suite.split(" ").at(-1) ?? "";
  const pair = clientPairs.find((candidate: ClientPair) => pairName === suiteOf(candidate));
  return pair === undefined || scenario === undefined ? [] : [{ ...pair, scenario, version, passed }];
}

function suiteOf({ transport, protocol }: ClientPair): string {
  return `over ${transport} with ${protocol}`;
}

/** The formatter pads the cells of a table. */
function withoutAlignment(text: string): string {
  return text.replaceAll(/-{3,}/g, "---").replaceAll(/ +/g, " ");
}

process.exitCode = await main(process.argv.slice(2));
