#!/usr/bin/env node
import { relative, resolve } from "node:path";
import { UsageError, messageOf, readArguments, runCommand } from "../../command-line/src/run-command.ts";
import { type Output, generatePackages, generateProject } from "./project.ts";
import { SpecError } from "./spec-error.ts";
import { assertReplaceable, findDrift, writeFolder } from "./write.ts";

const help = `Generates the types, the client and the emulator's route table from the OpenAPI document.

Usage
  pnpm generate                          write packages/*/generated from spec/<version>/openapi.yaml
  pnpm generate --check                  write nothing; fail when a generated file is stale, edited, missing or orphan
  pnpm generate --spec FILE --out DIR    write DIR/types and DIR/fetch-client for any OpenAPI 3.0 or 3.1 document

Options
  --spec FILE   the document (YAML or JSON); relative to the folder you are in
  --out DIR     where the two packages go: DIR/types and DIR/fetch-client are replaced as a whole if they are empty or
                were generated, and never otherwise
  --check       compare instead of writing
  -h, --help    this text

Exit codes
  0 done, or nothing differs   1 the document is wrong, or generated files differ   2 wrong usage
`;

async function main(): Promise<number> {
  const { values: options } = readArguments({
    options: {
      spec: { type: "string" },
      out: { type: "string" },
      check: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const root = resolve(import.meta.dirname, "../../..");
  if ((options.spec === undefined) !== (options.out === undefined)) {
    throw new UsageError("--spec and --out go together");
  }
  const output =
    options.spec !== undefined && options.out !== undefined
      ? await generatePackages(resolve(cwd, options.spec), resolve(cwd, options.out), cwd)
      : await generateProject(root);
  for (const warning of output.warnings) console.warn(`warning: ${warning}`);
  if (options.check) return check(output, cwd);
  // `generated/` in this repository belongs to the generator by its name, also while a merge has broken the manifest.
  if (options.out !== undefined) for (const { folder } of output.folders) assertReplaceable(folder);
  return write(output, cwd);
}

function write({ folders, operations }: Output, cwd: string): number {
  for (const { folder, files } of folders) {
    writeFolder(folder, files);
    console.log(`${shown(folder, cwd)}  ${files.length} files`);
  }
  console.log(`Generated ${operations} operations`);
  return 0;
}

function check({ folders, operations }: Output, cwd: string): number {
  const drift = folders.flatMap(({ folder, files }) => findDrift(folder, files));
  if (drift.length === 0) {
    console.log(`Generated files are up to date (${operations} operations)`);
    return 0;
  }
  const explain = {
    missing: "is missing",
    changed: "differs from what the document gives",
    orphan: "does not belong there",
  };
  for (const { path, reason } of drift) console.error(`${shown(path, cwd)} ${explain[reason]}`);
  console.error("\nRun `pnpm generate` and commit the result; never edit generated files");
  return 1;
}

/** Relative to the caller's folder where it lies inside, absolute elsewhere. */
function shown(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below.startsWith("..") ? path : below || ".";
}

await runCommand("pnpm generate", main, (error) =>
  error instanceof SpecError ? error.message : `error: ${messageOf(error)}`,
);
