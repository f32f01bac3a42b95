/** Prints the CPU time of a completion, by subject and round, as JSON: `completion-cpu.ts FOLDER`. */
import { join } from "node:path";
import ts from "typescript";
import { measureRounds, type Subject } from "./rounds.ts";

/** A program of two lines with the cursor at its end, as an editor has it open. */
interface OpenFile {
  readonly path: string;
  readonly text: string;
  /** An entry that must be offered, so that an empty list is not taken for a quick one. */
  readonly expected: string;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  types: [],
};

/** Typing a character and asking for completions, as often as a round asks for it. */
function completionSubject({ path, text, expected }: OpenFile): Subject {
  let version = 0;
  let current = text;
  const registry = ts.createDocumentRegistry();
  // An editor's server has the files of a project in memory.
  const snapshots = new Map<string, ts.IScriptSnapshot | undefined>();
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [path],
      getScriptVersion: (name) => (name === path ? String(version) : "0"),
      getScriptSnapshot(name) {
        if (name === path) return ts.ScriptSnapshot.fromString(current);
        if (!snapshots.has(name)) snapshots.set(name, readSnapshot(name));
        return snapshots.get(name);
      },
      getCurrentDirectory: () => join(path, ".."),
      getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
      fileExists: (name) => name === path || ts.sys.fileExists(name),
      readFile: (name) => (name === path ? current : ts.sys.readFile(name)),
      directoryExists: (name) => ts.sys.directoryExists(name),
      getDirectories: (name) => ts.sys.getDirectories(name),
    },
    registry,
  );
  return (count) => {
    for (let time = 0; time < count; time++) {
      version++;
      current = `${"\n".repeat(version % 2)}${text}`;
      const found = service.getCompletionsAtPosition(path, current.length, {});
      if (!found?.entries.some(({ name }) => name === expected))
        throw new Error(`${path} offers no ${expected}: ${found?.entries.length ?? 0} entries`);
    }
  };
}

function readSnapshot(name: string): ts.IScriptSnapshot | undefined {
  const content = ts.sys.readFile(name);
  return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
}

export type CompletionSubject =
  `${"names of methods" | "keys of arguments"} of ${"the client" | "an interface by hand"}`;

/** The client and the interface of a folder. */
function completionSubjects(folder: string): Record<CompletionSubject, Subject> {
  const open = (name: string, type: string, module: string, code: string, expected: string) =>
    completionSubject({
      path: join(folder, `${name}.ts`),
      text: `import type { ${type} } from "${module}";\ndeclare const client: ${type};\n${code}`,
      expected,
    });
  const explicit = ["Explicit", "./explicit"] as const;
  const client = ["SignalRServiceClient", "./fetch-client/index"] as const;
  const call = `client.sendToUser({ hub: "chat", `;
  return {
    "names of methods of an interface by hand": open("on-explicit", ...explicit, "client.", "sendToUser"),
    "names of methods of the client": open("on-client", ...client, "client.", "sendToUser"),
    "keys of arguments of the client": open("on-arguments", ...client, call, "user"),
    "keys of arguments of an interface by hand": open("on-explicit-arguments", ...explicit, call, "body"),
  };
}

/** An interface of as many methods, written by hand: nothing can be quicker. */
export function explicitInterface(names: readonly string[]): string {
  const methods = names.map(
    (name) =>
      `  ${name}(args: { readonly hub: string; readonly body: string }, options?: object): Promise<void>;\n`,
  );
  return `export interface Explicit {\n${methods.join("")}}\n`;
}

if (import.meta.main) {
  const subjects = completionSubjects(process.argv[2] ?? "");
  console.log(JSON.stringify(await measureRounds(subjects, { rounds: 9, count: 10, warmUp: 20 })));
}
