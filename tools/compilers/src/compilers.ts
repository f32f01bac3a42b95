import { join } from "node:path";

/** This project, whose dependencies are the compilers. */
export const compilersFolder = join(import.meta.dirname, "..");

export interface Compiler {
  /** Major and minor version. */
  readonly version: string;
  /** The script that a Node runs. */
  readonly script: string;
}

/** What users may compile with, oldest first. */
export const compilers: readonly Compiler[] = ["5.4", "5.9", "6.0", "7.0"].map((version) => ({
  version,
  script: join(compilersFolder, `node_modules/typescript-${version}/bin/tsc`),
}));
