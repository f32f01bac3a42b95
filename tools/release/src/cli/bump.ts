#!/usr/bin/env node
import { join, resolve } from "node:path";
import { UsageError, messageOf, readArguments, runCommand } from "../../../command-line/src/run-command.ts";
import { SpecError } from "../../../generator/src/spec-error.ts";
import { BumpError } from "../bump/bump-error.ts";
import { bump } from "../bump/bump.ts";
import { reportJson, reportText } from "../bump/report-bump.ts";

const help = `Brings this repository to a new API version: document, vectors, generated code, changesets, migration guide.

Usage
  pnpm bump 2025-08-01                         from spec/2025-08-01/openapi.yaml, which you have put there
  pnpm bump 2025-08-01 --from upstream.json    draft that document from a published Swagger 2.0 or OpenAPI file first
  pnpm bump 2025-08-01 --dry-run               print everything and change nothing

Options
  --from FILE   the published document, relative to the folder you are in; kept as spec/<version>/upstream.yaml
  --dry-run     write nothing
  --json        one object on standard output instead of text
  --no-verify   write without compiling and checking
  -h, --help    this text

The bump is written as a whole or not at all. What fails in the checks afterwards is listed as work that is left.

Exit codes
  0 done   1 refused or failed, and nothing is changed   2 wrong usage   130 interrupted
`;

async function main(signal: AbortSignal): Promise<number> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { root, version, from, dryRun, verify, json } = options;
  const started = performance.now();
  const onStep = (title: string) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stderr.write(`${`${seconds} s`.padStart(8)}  ${title}\n`);
  };
  const outcome = await bump({
    root,
    version,
    from,
    dryRun,
    verify,
    signal,
    onStep,
    onWritten: noteWritten,
  });
  const report = { ...outcome, dryRun };
  process.stdout.write(json ? reportJson(report) : `\n${reportText(report)}`);
  return 0;
}

function readOptions() {
  const { values, positionals } = readArguments({
    options: {
      from: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      verify: { type: "boolean", default: true },
      root: { type: "string", default: join(import.meta.dirname, "../../../..") },
      help: { type: "boolean", short: "h", default: false },
    },
    allowPositionals: true,
    allowNegative: true,
  });
  const [version, ...rest] = positionals;
  if (!values.help && version === undefined)
    throw new UsageError("Expected the new version, such as pnpm bump 2025-08-01");
  if (rest.length > 0)
    throw new UsageError(`Expected one version, not ${positionals.length}: ${positionals.join(" ")}`);
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return {
    ...values,
    version: version ?? "",
    from: values.from === undefined ? undefined : resolve(cwd, values.from),
    dryRun: values["dry-run"],
  };
}

let isWritten = false;

function noteWritten(): void {
  isWritten = true;
}

/** What went wrong, and what has become of the repository. */
function describe(error: unknown): string {
  if (interrupted.signal.aborted)
    return isWritten
      ? "Interrupted while checking; the bump is written, see git status, and pnpm check does what is left"
      : "Interrupted; nothing was changed";
  const isExpected = error instanceof BumpError || error instanceof SpecError;
  const state = isWritten ? "The bump is written; only this check did not run" : "Nothing was changed";
  return `${isExpected ? "" : "error: "}${messageOf(error)}\n\n${state}`;
}

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => interrupted.abort(new BumpError("Interrupted")));
await runCommand("pnpm bump", () => main(interrupted.signal), describe);
if (interrupted.signal.aborted) process.exitCode = 130;
