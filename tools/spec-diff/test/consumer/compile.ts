import { createHash } from "node:crypto";
import { join } from "node:path";
import ts from "typescript";
import { type Generated, generate } from "../../../generator/src/generate.ts";
import type { Spec } from "../../../generator/src/read-spec.ts";

const root = join(import.meta.dirname, "../..");
/** Nothing is written there: the folder decides where openapi-fetch is found. */
const folder = join(root, "test/.proof");

const modules = {
  types: "../types/index.js",
  // The runtime depends on no document: it is compiled where it is.
  runtime: "../../../../../../packages/fetch-client/src",
};

/** Programs and packages that are compiled together, in memory. */
export class Workspace {
  readonly #files = new Map<string, string>();
  readonly #packages = new Map<string, Promise<Generated>>();

  /** Generates the packages of a document, once for each text, and names their modules. */
  async addPackages(spec: Spec): Promise<{ types: string; client: string; generated: Generated }> {
    const key = createHash("sha256").update(spec.text).digest("hex").slice(0, 12);
    const known = this.#packages.get(key);
    const generated = known ?? generate({ ...spec, file: "document.yaml" }, modules);
    this.#packages.set(key, generated);
    const { types, client } = await generated;
    if (!known) {
      for (const { path, text } of types) this.#files.set(join(folder, key, "types", path), text);
      for (const { path, text } of client) this.#files.set(join(folder, key, "client", path), text);
    }
    return {
      types: `./${key}/types/index.js`,
      client: `./${key}/client/index.js`,
      generated: await generated,
    };
  }

  /** Adds a program and names it. */
  addProgram(name: string, text: string): void {
    this.#files.set(join(folder, name), text);
  }

  /** The errors of each program, by name; programs without errors are absent. */
  compile(programs: readonly string[]): Map<string, string[]> {
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists, getSourceFile, directoryExists } = host;
    host.readFile = (path) => this.#files.get(path) ?? readFile(path);
    host.fileExists = (path) => this.#files.has(path) || fileExists(path);
    host.directoryExists = (path) => path.startsWith(folder) || (directoryExists?.(path) ?? false);
    host.getSourceFile = (path, ...rest) => {
      const text = this.#files.get(path);
      return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, rest[0]);
    };
    const names = programs.map((name) => join(folder, name));
    const program = ts.createProgram({ rootNames: names, options, host });
    const errors = new Map<string, string[]>();
    for (const [index, path] of names.entries()) {
      const source = program.getSourceFile(path);
      const found = [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ].map(({ messageText, start = 0 }) => {
        const line = source?.text.slice(0, start).split("\n").length ?? 0;
        const text = source?.text.split("\n")[line - 1] ?? "";
        return `${ts.flattenDiagnosticMessageText(messageText, " ").slice(0, 200)}  in: ${text.slice(0, 200)}`;
      });
      const name = programs[index];
      if (found.length > 0 && name !== undefined) errors.set(name, found);
    }
    return errors;
  }
}
