#!/usr/bin/env node
import { createRequire } from "node:module";
import { CommandFailed, type ExitCode, UsageError, exitCode } from "./cli/command.js";
import { overview } from "./cli/help.js";
import { nearestWord } from "./cli/nearest-word.js";
import { EmulatorError } from "./emulator-error.js";
import { escapeControls } from "./terminal/escape-controls.js";

type Run = (args: readonly string[]) => Promise<ExitCode>;

/** Loaded when asked for: `start` is to be ready soon, and the others are to be done soon. */
const commands: ReadonlyMap<string, () => Promise<Run>> = new Map([
  ["start", async () => (await import("./cli/start.js")).start],
  ["send", async () => (await import("./cli/send.js")).send],
  ["connections", async () => (await import("./cli/connections.js")).connections],
  ["groups", async () => (await import("./cli/groups.js")).groups],
  ["close", async () => (await import("./cli/close.js")).close],
]);

async function main([command, ...args]: readonly string[]): Promise<ExitCode> {
  if (command === undefined) {
    process.stderr.write(overview);
    return exitCode.usage;
  }
  if (command === "--help" || command === "-h" || (command === "help" && args[0] === undefined)) {
    process.stdout.write(overview);
    return exitCode.ok;
  }
  if (command === "--version" || command === "-V") {
    process.stdout.write(`${readVersion()}\n`);
    return exitCode.ok;
  }
  const [name = "", rest] = command === "help" ? [args[0], ["--help"]] : [command, args];
  const load = commands.get(name);
  if (load === undefined) {
    const meant = nearestWord(name, [...commands.keys()]);
    const hint =
      meant !== undefined
        ? `; did you mean '${meant}'?`
        : name.startsWith("-")
          ? "; the command comes first, as in 'signalr-emulator start --port 0'"
          : "";
    throw new UsageError(`Unknown command '${name}'${hint}`);
  }
  const run = await load();
  try {
    return await run(rest);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(error.message, { cause: name });
    throw error;
  }
}

function readVersion(): string {
  const { version } = createRequire(import.meta.url)("@x/emulator/package.json") as {
    readonly version: string;
  };
  return version;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    const command = typeof error.cause === "string" ? `${error.cause} ` : "";
    complain(`${error.message}\nRun 'signalr-emulator ${command}--help' for usage`, exitCode.usage);
  } else if (error instanceof EmulatorError)
    complain(error.message, error.code === "invalid-option" ? exitCode.usage : exitCode.failed);
  else if (error instanceof CommandFailed) complain(error.message, exitCode.failed);
  else throw error;
}

function complain(text: string, code: ExitCode): void {
  process.stderr.write(`${text.split("\n").map(escapeControls).join("\n")}\n`);
  process.exitCode = code;
}
