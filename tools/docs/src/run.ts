#!/usr/bin/env node
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createEmulator } from "@x/emulator";
import { readPrograms, writePrograms } from "./programs.ts";
import { root } from "./sources.ts";

/** How a program of the documentation ended; a line of JSON each on stdout. */
export interface RunResult {
  readonly source: string;
  /** Absent when it ran to its end. */
  readonly error?: string;
}

// The resource that examples name. Its place is taken by the emulator, its key by a fake one that the emulator knows.
const exampleEndpoint = "https://contoso.service.signalr.net";
const exampleKey = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const timeoutInMs = 20_000;

let failed: ((error: unknown) => void) | undefined;
process.on("unhandledRejection", (error) => failed?.(error));
process.on("uncaughtException", (error) => failed?.(error));
console.log = () => undefined;
console.error = () => undefined;

async function run(source: string, fileName: string, text: string): Promise<RunResult> {
  await using emulator = await createEmulator({ port: 0, accessKeys: [exampleKey] }).listen();
  process.env["AZURE_SIGNALR_CONNECTION_STRING"] = emulator.connectionString;
  const [file = ""] = writePrograms(join(root, "tools/docs/.programs/run", fileName), [
    { fileName, text: text.replaceAll(exampleEndpoint, emulator.url) },
  ]);
  try {
    await Promise.race([
      import(pathToFileURL(file).href),
      new Promise((_, reject) => {
        failed = reject;
        setTimeout(reject, timeoutInMs, new Error(`did not end within ${timeoutInMs / 1000} s`)).unref();
      }),
    ]);
    return { source };
  } catch (error) {
    return { source, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

for (const { source, fileName, runnable } of readPrograms()) {
  if (runnable === undefined) continue;
  // One after the other: the connection string stands in the environment, which they share.
  process.stdout.write(`${JSON.stringify(await run(source, fileName, runnable))}\n`);
}
process.exit();
