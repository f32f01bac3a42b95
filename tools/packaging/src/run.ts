import { delimiter, join } from "node:path";
import { run as runCommand } from "../../release/src/process.ts";

/** The repository. */
export const root = join(import.meta.dirname, "../../..");

export interface RunOptions {
  readonly cwd: string;
  /** Variables on top of those of this process; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the program and what it started after this time. @defaultValue 300,000 ms */
  readonly timeoutInMs?: number;
  /** Ends them when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program of the repository or of the system to its end, and gives what it printed.
 *
 * @throws {Error} when it is missing, fails or takes too long, with what it printed and the folder to repeat it in.
 */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env = {}, timeoutInMs = 300_000, signal }: RunOptions,
): Promise<string> {
  const path = `${join(root, "node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  try {
    return await runCommand([program, ...args], {
      cwd,
      env: { PATH: path, CI: "true", TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", ...env },
      signal: AbortSignal.any([AbortSignal.timeout(timeoutInMs), ...(signal === undefined ? [] : [signal])]),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") {
      const command = [program, ...args].join(" ");
      throw new Error(`${command} took longer than ${timeoutInMs / 1000} s in ${cwd}`, { cause: error });
    }
    if (signal?.aborted !== true && error instanceof Error) error.message += `\nRepeat it in ${cwd}`;
    throw error;
  }
}
