import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./candidates.ts";

export interface Compilation {
  /** How many generic types and signatures the compiler had to work out: the same on every machine. */
  readonly instantiations: number;
  /** Lines of the program that do not compile, counted from 1. */
  readonly brokenLines: readonly number[];
  readonly output: string;
}

const options = {
  target: "ES2022",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  moduleDetection: "force",
  strict: true,
  noEmit: true,
  types: [],
  skipLibCheck: true,
};

/** Type-checks a program, written into `folder`, as a consumer's own project. */
export function compile(folder: string, name: string, program: string): Compilation {
  const project = join(folder, name);
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), `{ "type": "module" }\n`);
  writeFileSync(join(project, "program.ts"), program);
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files: ["program.ts"] }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(
    process.execPath,
    [tsc, "-p", ".", "--extendedDiagnostics", "--pretty", "false"],
    {
      cwd: project,
      encoding: "utf8",
    },
  );
  return readCompilation(stdout);
}

/** Reads what `tsc --extendedDiagnostics` prints. */
export function readCompilation(output: string): Compilation {
  const instantiations = /^Instantiations:\s+(\d+)/m.exec(output)?.[1];
  if (instantiations === undefined) throw new Error(`tsc printed no number of instantiations:\n${output}`);
  const lines = [...output.matchAll(/^program\.ts\((\d+),/gm)].map(([, line]) => Number(line));
  return { instantiations: Number(instantiations), brokenLines: [...new Set(lines)], output };
}
