import { delimiter, join } from "node:path";
import { messageOf } from "../../command-line/src/run-command.ts";
import { run } from "../../packaging/src/run.ts";
import { startEmulator } from "./emulator.ts";
import type { Example } from "./examples.ts";
import type { Need } from "./needs.ts";

/** How long an example may take; an idle machine needs less than a quarter of it. */
const timeoutInMs = 120_000;

/**
 * Runs the `test` script of an example that is installed in the stage, against an emulator of its own.
 *
 * @throws {Error} with what is missing and how to install it, or what the test printed.
 */
export async function runExample(
  { name, needs }: Example,
  stage: string,
  signal: AbortSignal,
): Promise<void> {
  const cwd = join(stage, name);
  const { PATH: folder, ...found } = needs === undefined ? {} : await find(needs);
  using emulator = await startEmulator(cwd);
  const path = [...(folder === undefined ? [] : [folder]), process.env["PATH"] ?? ""].join(delimiter);
  const env = {
    ...found,
    PATH: path,
    NO_COLOR: "1",
    // Runtimes and tools that would ask for news.
    DENO_NO_UPDATE_CHECK: "1",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: join(stage, "logs"),
    NODE_OPTIONS: undefined,
    AZURE_SIGNALR_CONNECTION_STRING: emulator?.connectionString,
  };
  try {
    await run("npm", ["test", "--silent"], { cwd, env, timeoutInMs, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (needs !== undefined && error instanceof Error)
      error.message += `\nIf ${needs.title} is what does not start: ${needs.install}`;
    throw error;
  }
}

async function find({ title, install, find: search }: Need): ReturnType<Need["find"]> {
  try {
    return await search();
  } catch (error) {
    throw new Error(`${title} is missing: ${messageOf(error)}\nTo install it: ${install}`, { cause: error });
  }
}
