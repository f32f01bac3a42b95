import { createRequire } from "node:module";
import { runProgram } from "./program.ts";
import { installCommand, type Runtime } from "./runtime.ts";

const require = createRequire(import.meta.url);

/** Path of a program in a package that exists for this platform only. */
function find(packages: readonly string[], file: string, from = require): string {
  for (const name of packages) {
    try {
      return from.resolve(`${name}/${file}`);
    } catch {
      // Of another platform, or missing.
    }
  }
  throw new Error(
    `None of the packages ${packages.join(", ")} is installed for ${process.platform} ${process.arch}`,
  );
}

/** Path of Deno. @throws {Error} when it is not installed. */
export function denoProgram(): string {
  const cpu = process.arch === "arm64" ? "arm64" : "x64";
  const names = [`@deno/linux-${cpu}-glibc`, `@deno/darwin-${cpu}`];
  return find(names, "deno", createRequire(require.resolve("deno/package.json")));
}

/** Path of Bun. @throws {Error} when it is not installed. */
export function bunProgram(): string {
  const cpu = process.arch === "arm64" ? "aarch64" : "x64";
  return find([`@oven/bun-linux-${cpu}`, `@oven/bun-darwin-${cpu}`], "bin/bun");
}

export const deno: Runtime = {
  name: "deno",
  title: "Deno",
  install: installCommand,
  run(performance) {
    const args = ["run", "--no-config", "--no-lock", "--allow-net=127.0.0.1"];
    return runProgram(performance, denoProgram(), args, "Deno.version.deno");
  },
};

export const bun: Runtime = {
  name: "bun",
  title: "Bun",
  install: installCommand,
  run: (performance) => runProgram(performance, bunProgram(), ["run"], "Bun.version"),
};
