#!/usr/bin/env node
import { join } from "node:path";
import { UsageError, messageOf, runCommand } from "../../command-line/src/run-command.ts";
import { installOwnTools, packagingFolder } from "./own-tools.ts";
import { packPackages, packageFolders } from "./pack.ts";
import { root, run } from "./run.ts";
import { judgeTarball, readTarball } from "./tarball-contents.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** The gates of `pnpm check` that need tools which the workspace does not install. */
const gates: Readonly<Record<string, (packages: readonly string[]) => Promise<unknown>>> = {
  /** The tarballs, of all packages or of those named: our own rules, publint, and whether types resolve (attw). */
  packages: checkPackages,
  /** Files, exports and dependencies that nothing uses. */
  unused: () => runTool("knip", "--config", "tools/packaging/knip.jsonc", "--no-progress"),
  /** Manifests of the workspace that contradict each other. */
  workspace: () => runTool("sherif", "--fail-on-warnings"),
};

function runTool(name: string, ...args: readonly string[]): Promise<string> {
  return run(join(packagingFolder, "node_modules/.bin", name), args, { cwd: root });
}

async function checkPackages(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !packageFolders.some((folder) => folder === name));
  if (unknown !== undefined)
    throw new UsageError(`"${unknown}" is not a package: expected ${packageFolders.join(", ")}`);
  const wanted = packageFolders.filter((name) => names.length === 0 || names.includes(name));
  await using folder = await makeTemporaryFolder("tarballs");
  const tarballs = await packPackages(folder.path, wanted);
  const complaints = await Promise.all(
    tarballs.map(async ({ name, file }) => {
      const problems = judgeTarball(await readTarball(file)).map((problem) => `${name}: ${problem}`);
      const checks = await Promise.allSettled([
        runTool("publint", "run", file, "--strict"),
        runTool("attw", file, "--profile", "esm-only", "--no-definitely-typed", "--no-color", "--no-emoji"),
      ]);
      return [
        ...problems,
        ...checks.flatMap((check) => (check.status === "rejected" ? messageOf(check.reason) : [])),
      ];
    }),
  );
  const all = complaints.flat();
  if (all.length > 0) throw new Error(all.join("\n"));
}

await runCommand("node tools/packaging/src/gates.ts", async () => {
  const [name = "", ...packages] = process.argv.slice(2);
  const gate = gates[name];
  if (gate === undefined)
    throw new UsageError(`Expected one of ${Object.keys(gates).join(", ")}, not "${name}"`);
  await installOwnTools(packagingFolder);
  await gate(packages);
  return 0;
});
