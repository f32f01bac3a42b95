#!/usr/bin/env node
import { join } from "node:path";
import { installOwnTools, packagingFolder } from "./own-tools.ts";
import { packPackages } from "./pack.ts";
import { root, run } from "./run.ts";
import { judgeTarball, readTarball } from "./tarball-contents.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** The gates of `pnpm check` that need tools which the workspace does not install. */
const gates = {
  packages: {
    help: "the tarballs: our own rules, publint, and whether types resolve (attw)",
    run: checkPackages,
  },
  unused: {
    help: "files, exports and dependencies that nothing uses (knip)",
    run: () => run(tool("knip"), ["--config", "tools/packaging/knip.jsonc", "--no-progress"], { cwd: root }),
  },
  workspace: {
    help: "manifests of the workspace that contradict each other (sherif)",
    run: () => run(tool("sherif"), ["--fail-on-warnings"], { cwd: root }),
  },
} as const;

function tool(name: string): string {
  return join(packagingFolder, "node_modules/.bin", name);
}

async function checkPackages(): Promise<void> {
  await using folder = await makeTemporaryFolder("tarballs");
  const tarballs = await packPackages(folder.path);
  const complaints = await Promise.all(
    tarballs.map(async ({ name, file }) => {
      const problems = judgeTarball(await readTarball(file)).map((problem) => `${name}: ${problem}`);
      for (const check of [
        () => run(tool("publint"), ["run", file, "--strict"], { cwd: root }),
        () =>
          run(
            tool("attw"),
            [file, "--profile", "esm-only", "--no-definitely-typed", "--no-color", "--no-emoji"],
            { cwd: root },
          ),
      ]) {
        try {
          await check();
        } catch (error) {
          problems.push((error as Error).message);
        }
      }
      return problems;
    }),
  );
  const all = complaints.flat();
  if (all.length > 0) throw new Error(all.join("\n"));
}

const isGate = (name: string): name is keyof typeof gates => Object.hasOwn(gates, name);

async function main([name = "", ...more]: readonly string[]): Promise<number> {
  if (!isGate(name) || more.length > 0) {
    const known = Object.entries(gates).map(([gate, { help }]) => `  ${gate.padEnd(10)} ${help}`);
    console.error(`Usage: node tools/packaging/src/gates.ts GATE\n\n${known.join("\n")}`);
    return 2;
  }
  try {
    await installOwnTools(packagingFolder);
    await gates[name].run();
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
