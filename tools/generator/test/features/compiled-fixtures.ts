import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { generatePackages } from "../../src/project.ts";
import { writeFolder } from "../../src/write.ts";

const packageFolder = join(import.meta.dirname, "../..");
export const featuresFolder = join(import.meta.dirname, "../fixtures/features");

/** Names of the tiny documents, one a feature. */
export const features = readdirSync(featuresFolder).map((name) => basename(name, ".yaml"));

/** A folder for generated packages, inside this package so that openapi-fetch resolves. Removed by `dispose`. */
export function temporaryOutput(): { readonly folder: string; readonly dispose: () => void } {
  const folder = mkdtempSync(join(packageFolder, "test/.out-"));
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Generates the two packages of a document and gives the warnings. */
export async function generateInto(folder: string, document: string): Promise<readonly string[]> {
  const { folders, warnings } = await generatePackages(document, folder, packageFolder);
  for (const { folder: target, files } of folders) writeFolder(target, files);
  return warnings;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  noEmit: true,
  types: [],
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
};

/** Type-checks every source below folders in one program, and gives what the compiler says, a line each. */
export function compileErrors(folders: readonly string[]): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, name)),
  );
  const program = ts.createProgram(files, options);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    if (diagnostic.file === undefined || diagnostic.start === undefined) return text;
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
    return `${diagnostic.file.fileName}:${line + 1} ${text}`;
  });
}
