import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Outcome } from "../../../tests/runtime/harness.ts";
import { outputOf, runProgram } from "./program.ts";
import { installCommand, type Performance, type Runtime } from "./runtime.ts";

/** A Node: the suite, and what only Node promises. */
function nodeRuntime(major: number, program: string, install: string): Runtime {
  return {
    name: `node${major}`,
    title: `Node.js ${major}`,
    install,
    async run(performance) {
      const { version, outcomes } = await runProgram(performance, program, [], "process.versions.node");
      const own = [
        await attempt("require() takes the packages, although they are ES modules", () =>
          requirePackages(performance, program),
        ),
        await attempt("signalr-emulator starts and prints its connection string", () =>
          startEmulator(performance, program),
        ),
      ];
      return { version, outcomes: [...outcomes, ...own] };
    },
  };
}

async function attempt(title: string, run: () => Promise<void>): Promise<Outcome> {
  try {
    await run();
    return { title };
  } catch (error) {
    return { title, error: String(error) };
  }
}

async function requirePackages({ app }: Performance, program: string): Promise<void> {
  const code = `const { fromConnectionString } = require("@x/auth");
const { createSignalRServiceClient } = require("@x/fetch-client");
const { createEmulator } = require("@x/emulator");
require("@x/types");
console.log([fromConnectionString, createSignalRServiceClient, createEmulator].map((one) => typeof one).join());`;
  const output = await outputOf(program, ["--no-warnings", "--input-type=commonjs", "--eval", code], app);
  if (output.trim() !== "function,function,function") throw new Error(output);
}

async function startEmulator({ app }: Performance, program: string): Promise<void> {
  const script = join(app, "node_modules/@x/emulator/dist/src/cli.js");
  const child = spawn(program, [script, "start", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
    if (!/^Endpoint=http:\/\/127\.0\.0\.1:\d+;AccessKey=/.test(String(value))) throw new Error(String(value));
  } finally {
    child.kill();
  }
}

const packaged = (major: number) => join(import.meta.dirname, `../node_modules/node-${major}/bin/node`);

export const nodes: readonly Runtime[] = [
  ...[20, 22, 24].map((major) => nodeRuntime(major, packaged(major), installCommand)),
  // The Node of the repository, which runs this file.
  nodeRuntime(26, process.execPath, "npx pnpm@12.21.0 install"),
];
