import type { Document } from "../document.ts";

/** Something in the specification that is not as it must be. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  /** What was found and what was expected. */
  readonly message: string;
}

export function problemAt(document: Document, pointer: string, message: string): Problem {
  return { file: document.file, line: document.lineOf(pointer), message };
}

/** `openapi.yaml:12: operationId sendToAll is used twice: each must be unique` */
export function formatProblem({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`;
}
