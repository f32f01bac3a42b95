import { type SpawnOptions, spawn } from "node:child_process";

/** A program that this process started ended with another code than 0, or did not start. */
export class CommandError extends Error {
  readonly stdout: string;

  constructor(command: readonly string[], reason: string, { stdout, all }: { stdout: string; all: string }) {
    super(`${command.join(" ")} ${reason}${all.trim() === "" ? "" : `\n${all.trimEnd()}`}`);
    this.stdout = stdout;
  }
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the program, and all that it started. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end and returns what it printed to its standard output.
 *
 * The program gets a process group of its own, so that on abort its children end too, and a Ctrl-C reaches it only through us.
 *
 * @throws {CommandError} when it fails, with its output. When the signal is aborted, its reason.
 */
export async function run(command: readonly string[], options: RunOptions): Promise<string> {
  const { cwd, env, signal } = options;
  signal?.throwIfAborted();
  const [program = "", ...args] = command;
  const spawnOptions: SpawnOptions = {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  };
  const child = spawn(program, args, spawnOptions);
  const end = () => endGroup(child.pid);
  signal?.addEventListener("abort", end, { once: true });
  let stdout = "";
  let all = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (all += chunk.toString()));
  try {
    const reason = await new Promise<string | undefined>((resolve) => {
      child.once("error", (error) => resolve(`did not start: ${error.message}`));
      child.once("close", (code, by) => resolve(code === 0 ? undefined : `ended with ${code ?? by}`));
    });
    signal?.throwIfAborted();
    if (reason !== undefined) throw new CommandError(command, reason, { stdout, all });
    return stdout;
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

/** Ends a process and all that it started. */
export function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
}
