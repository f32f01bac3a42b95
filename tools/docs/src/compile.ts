import { join } from "node:path";
import ts from "typescript";
import { compilerOptions } from "./compiler-options.ts";
import { type Program, writePrograms } from "./programs.ts";
import type { Problem } from "./problem.ts";
import { root } from "./sources.ts";

/** Compiles the programs together, as strictly as the packages. Lines are those of the pages. */
export function compile(programs: readonly Program[]): Problem[] {
  const files = writePrograms(join(root, "tools/docs/.programs/compiled"), programs);
  const program = ts.createProgram(files, compilerOptions);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    const at = files.indexOf(diagnostic.file?.fileName ?? "");
    const source = programs[at]?.source.replace(/:\d+$/, "") ?? diagnostic.file?.fileName ?? "";
    const line = (diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0) + 1;
    return { file: source, line, message: `does not compile: ${message}` };
  });
}
