import { relative, resolve } from "node:path";
import { runCommand } from "../../../command-line/src/run-command.ts";
import { checkSpec } from "../spec-check/check-spec.ts";
import { formatProblem } from "../spec-check/problem.ts";
import { specFiles } from "../spec-file.ts";

const from = process.env.INIT_CWD ?? process.cwd();
const files = process.argv[2] === undefined ? specFiles : [resolve(from, process.argv[2])];

await runCommand("pnpm --filter @x/spec lint", () => {
  const problems = files.flatMap((file) => checkSpec(file));
  for (const problem of problems)
    console.error(formatProblem({ ...problem, file: relative(process.cwd(), problem.file) }));
  if (problems.length === 0) console.log("Extensions, curation and vectors are in order.");
  return problems.length === 0 ? 0 : 1;
});
