/** A problem of a document, and where to fix it. */
export interface SpecProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A document that cannot be used. Its message has one `file:line:column message` line a problem. */
export class SpecError extends Error {
  override readonly name = "SpecError";
  readonly problems: readonly SpecProblem[];

  constructor(file: string, problems: readonly SpecProblem[]) {
    super(problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join("\n"));
    this.problems = problems;
  }
}
