#!/usr/bin/env node
import { resolve } from "node:path";
import { packPackages } from "./pack.ts";

const usage = `Builds the packages and packs them as they would be published, to be installed in another project.

Usage: pnpm tarballs FOLDER
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usage);
    return 0;
  }
  const [given = "", ...more] = args;
  if (given === "" || given.startsWith("-") || more.length > 0) {
    console.error(`One folder is needed\n\n${usage}`);
    return 2;
  }
  const tarballs = await packPackages(resolve(process.env["INIT_CWD"] ?? process.cwd(), given));
  // All of them at once: they depend on each other, and no registry has them.
  console.log(`npm install ${tarballs.map(({ file }) => file).join(" ")}`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
