import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
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
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const lines: string[] = [];
  let ended: string | undefined;
  /** Emits `change` for each line and at the end. */
  const progress = new EventEmitter();
  const end = (reason: string) => {
    ended ??= reason;
    progress.emit("change");
  };
  child.once("error", (error) => end(error.message));
  child.once("close", (code, by) => end(`it ended with ${code ?? by}`));
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      progress.emit("change");
    });
  return {
    async line(pattern) {
      for (;;) {
        const found = lines.find((line) => pattern.test(line));
        if (found !== undefined) return found;
        signal.throwIfAborted();
        if (ended !== undefined)
          throw new Error(`${command.join(" ")} did not print ${pattern}: ${ended}\n${lines.join("\n")}`);
        // What is thrown on abort is the signal's own reason, above.
        await once(progress, "change", { signal }).catch(() => undefined);
      }
    },
    async close() {
      if (ended !== undefined) return;
      endGroup(child.pid);
      await once(child, "close");
    },
  };
}
