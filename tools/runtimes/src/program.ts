import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "../../../tests/runtime/harness.ts";
import type { Performance, Report } from "./runtime.ts";

/** Runtimes that run a file: what the version is called there is an expression of theirs. */
export async function runProgram(
  { bundle, surroundings, folder }: Performance,
  program: string,
  args: readonly string[],
  version: string,
): Promise<Report> {
  const main = join(folder, "main.mjs");
  await Promise.all([
    writeFile(join(folder, "suite.mjs"), bundle),
    writeFile(
      join(folder, "surroundings.mjs"),
      `export default ${JSON.stringify(JSON.stringify(surroundings))};`,
    ),
    writeFile(
      main,
      `import { run } from "./suite.mjs";
import surroundings from "./surroundings.mjs";
console.log(JSON.stringify({ version: ${version}, outcomes: await run(surroundings) }));`,
    ),
  ]);
  return JSON.parse(await outputOf(program, [...args, main], folder)) as {
    version: string;
    outcomes: Outcome[];
  };
}

/** What a program prints. @throws {Error} naming the program, when it does not start, fails or is too slow. */
export async function outputOf(program: string, args: readonly string[], cwd: string): Promise<string> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NO_COLOR: "1",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_DIR: join(cwd, "deno"),
  };
  delete env["NODE_OPTIONS"];
  const child = spawn(program, args, { cwd, env, timeout: 60_000, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${program} does not start: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ended with ${code ?? signal}: ${errors}${output}`));
    });
  });
}
