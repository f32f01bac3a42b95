import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { endGroup } from "../process.ts";

/** A program that runs during the rehearsal. */
export interface Companion {
  /** Resolves with the first line that matches. @throws {Error} when the program ends before, or the signal is aborted. */
  line(pattern: RegExp): Promise<string>;
  close(): Promise<void>;
}

/** Starts a program and reads the lines that it prints. */
export function startCompanion(
  command: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
): Companion {
  const [program = "", ...args] = command;
  const { cwd, env, signal } = options;
  const child: ChildProcess = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((check) => check());
  let ended: string | undefined;
  child.once("error", (error) => {
    ended = error.message;
    wake();
  });
  child.once("close", (code, by) => {
    ended ??= `it ended with ${code ?? by}`;
    wake();
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream)
      createInterface(stream).on("line", (line) => {
        lines.push(line);
        wake();
      });
  }
  return {
    line(pattern) {
      return new Promise((resolve, reject) => {
        const check = () => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined && ended === undefined && !signal.aborted) return;
          waiting.delete(check);
          signal.removeEventListener("abort", check);
          if (found !== undefined) resolve(found);
          else if (signal.aborted) reject(signal.reason as Error);
          else
            reject(new Error(`${command.join(" ")} did not print ${pattern}: ${ended}\n${lines.join("\n")}`));
        };
        waiting.add(check);
        signal.addEventListener("abort", check);
        check();
      });
    },
    async close() {
      if (ended !== undefined) return;
      const closed = new Promise((resolve) => child.once("close", resolve));
      endGroup(child.pid);
      await closed;
    },
  };
}
