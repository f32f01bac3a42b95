import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endGroup } from "../../release/src/process.ts";

export interface RunningEmulator extends Disposable {
  readonly connectionString: string;
}

/**
 * Starts the emulator that an example has installed on a free port; `undefined` where it has none.
 *
 * @throws {Error} with what it said, when it does not start.
 */
export async function startEmulator(folder: string): Promise<RunningEmulator | undefined> {
  const program = join(folder, "node_modules/.bin/signalr-emulator");
  if (!existsSync(program)) return undefined;
  const args = ["start", "--port", "0", "--quiet"];
  const child = spawn(program, args, { cwd: folder, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.once("error", (error) => (errors += error.message));
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  const connectionString = String(value ?? "");
  if (!connectionString.startsWith("Endpoint=")) {
    endGroup(child.pid);
    throw new Error(`The emulator does not start: ${errors.trim() || connectionString}`);
  }
  return { connectionString, [Symbol.dispose]: () => endGroup(child.pid) };
}
