#!/usr/bin/env node
import { statSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { UsageError, messageOf, readArguments, runCommand } from "../../command-line/src/run-command.ts";
import { type Spec, readSpec } from "../../generator/src/read-spec.ts";
import { SpecError } from "../../generator/src/spec-error.ts";
import { diffDocuments } from "./diff.ts";
import { formatJson, formatMarkdown, formatText } from "./report.ts";

const help = `Tells what changes for consumers between two API documents, on the wire and in the generated types, and which
version bump that asks for.

Usage
  pnpm spec:diff BEFORE AFTER [--json | --markdown]

Documents
  OpenAPI 3.0 or 3.1, or Swagger 2.0, as YAML or JSON; relative to the folder you are in.

Options
  --json        one object: bump, and one entry a change and axis
  --markdown    for changelogs and pull requests
  -h, --help    this text

Exit codes
  0 compared, whatever came out   1 a document cannot be read   2 wrong usage
`;

function main(): number {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [before, after, ...rest] = positionals;
  if (before === undefined || after === undefined) {
    throw new UsageError(
      before === undefined
        ? "Two documents are needed: BEFORE and AFTER"
        : `AFTER is missing: with what shall ${before} be compared?`,
    );
  }
  if (rest.length > 0)
    throw new UsageError(`Two documents are compared, but ${positionals.length} are given`);
  if (values.json && values.markdown) throw new UsageError("--json and --markdown exclude each other");
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const files = [resolve(cwd, before), resolve(cwd, after)] as const;
  const [from, to] = files.map((file) => readDocument(file, cwd));
  if (!from || !to) return 1;
  if (isSameFile(files[0], files[1])) console.error(`${shown(files[0], cwd)} is compared with itself`);
  const diff = diffDocuments(from, to);
  const names = [shown(files[0], cwd), shown(files[1], cwd)] as const;
  process.stdout.write(
    values.json
      ? formatJson(diff)
      : values.markdown
        ? formatMarkdown(diff, ...names)
        : formatText(diff, ...names),
  );
  return 0;
}

function readDocument(file: string, cwd: string): Spec {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new Error(`The document ${shown(file, cwd)} does not exist`);
  if (found.isDirectory())
    throw new Error(`${shown(file, cwd)} is a folder: expected a document (YAML or JSON)`);
  return readSpec(file, shown(file, cwd), {
    published: true,
    warn: (message) => console.warn(`warning: ${message}`),
  });
}

function isSameFile(a: string, b: string): boolean {
  const [first, second] = [statSync(a), statSync(b)];
  return first.ino === second.ino && first.dev === second.dev;
}

function shown(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith("../..") ? basename(file) : path;
}

await runCommand("pnpm spec:diff", main, (error) =>
  error instanceof SpecError ? error.message : `error: ${messageOf(error)}`,
);
