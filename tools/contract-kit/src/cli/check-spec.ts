import { relative, resolve } from "node:path";
import { checkSpec } from "../spec-check/check-spec.ts";
import { formatProblem } from "../spec-check/problem.ts";
import { specFiles } from "../spec-file.ts";

const from = process.env.INIT_CWD ?? process.cwd();
const files = process.argv[2] === undefined ? specFiles : [resolve(from, process.argv[2])];

try {
  const problems = files.flatMap((file) => checkSpec(file));
  for (const problem of problems) {
    console.error(formatProblem({ ...problem, file: relative(process.cwd(), problem.file) }));
  }
  if (problems.length === 0) console.log("Extensions, curation and vectors are in order.");
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
