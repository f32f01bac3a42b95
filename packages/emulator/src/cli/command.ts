import type { ParseArgsOptionsConfig } from "node:util";

/** What the process ends with. */
export const exitCode = {
  ok: 0,
  /** The command was understood and did not work: the port is in use, the service refused. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** A command line that makes no sense; the text says what would. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Understood, and did not work. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

export const helpOption = { help: { type: "boolean", short: "h" } } as const satisfies ParseArgsOptionsConfig;
