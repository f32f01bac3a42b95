import { type ParseArgsConfig, parseArgs } from "node:util";

/** Wrong usage of a command: exit code 2, and a reference to its help. */
export class UsageError extends Error {}

/**
 * `parseArgs` for the arguments of this process.
 *
 * @throws {UsageError} when an argument is unknown or lacks its value.
 */
export function readArguments<const Config extends ParseArgsConfig>(config: Config) {
  try {
    // `pnpm generate -- --check` passes the dashes on.
    return parseArgs({ args: process.argv.slice(2).filter((argument) => argument !== "--"), ...config });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/**
 * Runs a command and sets the exit code of the process.
 *
 * @param name How the command is called: `pnpm generate`.
 * @param main Returns the exit code.
 * @param describe The message of a failure that is not wrong usage.
 */
export async function runCommand(
  name: string,
  main: () => number | Promise<number>,
  describe: (error: unknown) => string = messageOf,
): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const isUsage = error instanceof UsageError;
    console.error(isUsage ? `${error.message}\n\nSee ${name} --help` : describe(error));
    process.exitCode = isUsage ? 2 : 1;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
