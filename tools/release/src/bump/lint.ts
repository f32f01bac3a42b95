import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readOpenApi } from "../../../contract-kit/src/document.ts";
import { checkExtensions } from "../../../contract-kit/src/spec-check/extensions.ts";
import { readSpec } from "../../../generator/src/read-spec.ts";
import { SpecError } from "../../../generator/src/spec-error.ts";
import { CommandError, run } from "../process.ts";

/**
 * What keeps a document from being generated from, one line a problem: that it cannot be read, or what the linters say.
 * Curation and vectors, in the same folder, are not checked.
 *
 * @param file The document.
 * @param name How it is called in messages.
 * @param settings The settings of Redocly.
 */
export async function lintDocument(
  file: string,
  name: string,
  settings: string,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    readSpec(file, name);
  } catch (error) {
    if (error instanceof SpecError) return error.message.split("\n");
    throw error;
  }
  const problems = checkExtensions(readOpenApi(file));
  if (problems.length > 0) return problems.map(({ line, message }) => `${name}:${line} ${message}`);
  return redocly(file, name, settings, signal);
}

const cli = join(
  dirname(fileURLToPath(import.meta.url)),
  "../../../../spec/node_modules/@redocly/cli/bin/cli.js",
);

async function redocly(file: string, name: string, settings: string, signal: AbortSignal): Promise<string[]> {
  const command = [process.execPath, cli, "lint", "--config", settings, "--format", "json", file];
  try {
    await run(command, { cwd: dirname(settings), env: { REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" }, signal });
    return [];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (!error.stdout.startsWith("{")) throw error;
    const { problems } = JSON.parse(error.stdout) as {
      problems: {
        message: string;
        ruleId: string;
        severity: string;
        location: { start?: { line: number } }[];
      }[];
    };
    return problems
      .filter(({ severity }) => severity === "error")
      .map(
        ({ message, ruleId, location }) => `${name}:${location[0]?.start?.line ?? 1} ${message} (${ruleId})`,
      );
  }
}
