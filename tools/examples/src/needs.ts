import { dirname, join } from "node:path";
import { installOwnTools } from "../../packaging/src/own-tools.ts";
import { chromiumPath } from "../../runtimes/src/chromium-path.ts";
import { bunProgram, denoProgram } from "../../runtimes/src/deno-and-bun.ts";
import { installCommand } from "../../runtimes/src/runtime.ts";

/** A program that an example runs on and that no package manager of its user brings along. */
export interface Need {
  readonly title: string;
  /** The command that helps who has not got it. */
  readonly install: string;
  /** Variables with which the example finds it. @throws {Error} when it is missing. */
  readonly find: () => Promise<Readonly<Record<string, string>>>;
}

const runtimesFolder = join(import.meta.dirname, "../../runtimes");

function onPath(program: () => string): Need["find"] {
  return async () => {
    await installOwnTools(runtimesFolder);
    return { PATH: dirname(program()) };
  };
}

export const deno: Need = { title: "Deno", install: installCommand, find: onPath(denoProgram) };

export const bun: Need = { title: "Bun", install: installCommand, find: onPath(bunProgram) };

export const chromium: Need = {
  title: "Chromium",
  install: "apt-get update && apt-get install -y --no-install-recommends chromium",
  find: async () => ({ CHROMIUM_PATH: chromiumPath() }),
};
