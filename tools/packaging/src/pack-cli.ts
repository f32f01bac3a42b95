#!/usr/bin/env node
import { resolve } from "node:path";
import { UsageError, readArguments, runCommand } from "../../command-line/src/run-command.ts";
import { packPackages } from "./pack.ts";

const usage = `Builds the packages and packs them as they would be published, to be installed in another project.

Usage: pnpm tarballs FOLDER
`;

await runCommand("pnpm tarballs", async () => {
  const { values, positionals } = readArguments({
    options: { help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError("One folder is needed");
  const tarballs = await packPackages(resolve(process.env["INIT_CWD"] ?? process.cwd(), folder));
  // All of them at once: they depend on each other, and no registry has them.
  console.log(`npm install ${tarballs.map(({ file }) => file).join(" ")}`);
  return 0;
});
