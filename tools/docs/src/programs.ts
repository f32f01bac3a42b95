import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type DocumentedSymbol, readExports } from "./docstrings.ts";
import { findCodeBlocks } from "./markdown.ts";
import { entryPoints, listPages, root } from "./sources.ts";

/** Code of the documentation as a module whose lines stand where they stand in the source. */
export interface Program {
  /** Where the code comes from, below the root: a page, or a source file and the line of the example. */
  readonly source: string;
  /** All the code that must compile. */
  readonly text: string;
  /** The part that is run, or `undefined`. */
  readonly runnable: string | undefined;
  /** Name of its file, unique. */
  readonly fileName: string;
}

interface Piece {
  readonly line: number;
  readonly code: string;
  readonly flags: readonly string[];
}

// The generator does not know under which name its package is imported. This stands on a line that no example uses.
const clientImports =
  'import { createSignalRServiceClient, createSignalRServiceContext, isSignalRServiceError } from "@x/fetch-client"; import { createRawClient } from "@x/fetch-client/raw";';
const clientAtHand =
  'import { fromConnectionString } from "@x/auth"; const client = fromConnectionString(process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "");';
const contextAtHand =
  'import { contextFromConnectionString } from "@x/auth"; const context = contextFromConnectionString(process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "");';

/** What a generated example has at hand: the function of an operation is imported by its name. */
function preludeOf(file: string, name: string, code: string): string {
  if (!file.includes("/generated/")) return "";
  const uses = (word: string) => new RegExp(`(?<!const )\\b${word}\\b`).test(code);
  if (file.endsWith("/operations.ts"))
    return `import { ${name} } from "@x/fetch-client/operations"; ${contextAtHand}`;
  return clientImports + (uses("client") ? clientAtHand : "");
}

/** The programs of all pages and docstrings. */
export function readPrograms(): Program[] {
  return [
    ...listPages().flatMap(pageProgram),
    ...entryPoints.flatMap((entry) => readExports(root, join(root, entry)).flatMap(examplePrograms)),
  ];
}

function pageProgram(page: string): Program[] {
  const pieces = findCodeBlocks(readFileSync(join(root, page), "utf8"))
    .filter(({ language, flags }) => language === "ts" && !flags.includes("fragment"))
    .map(({ line, code, flags }) => ({ line: line + 1, code, flags }));
  return pieces.length === 0 ? [] : [program(page, page, pieces)];
}

function examplePrograms({ name, kind, file, examples }: DocumentedSymbol): Program[] {
  return examples.map((example, index) => {
    // A method's example is a call with the document's example values, which the contract tests send.
    const isCall = kind === "member" || file.endsWith("/operations.ts");
    const flags = isCall ? ["no-run", ...example.flags] : example.flags;
    return program(
      `${file}:${example.line}`,
      `${file}.${name}.${index}`,
      [{ ...example, flags }],
      preludeOf(file, name, example.code),
    );
  });
}

function program(source: string, fileName: string, pieces: readonly Piece[], prelude = ""): Program {
  const running = pieces.filter(({ flags }) => !flags.includes("no-run"));
  return {
    source,
    text: layOut(pieces, prelude),
    runnable: running.length === 0 ? undefined : layOut(running, prelude),
    fileName: fileName.replaceAll(/[^\w.-]/g, "_"),
  };
}

function layOut(pieces: readonly Piece[], prelude: string): string {
  const lines: string[] = [`${prelude} export {};`.trimStart()];
  for (const { line, code } of pieces) {
    while (lines.length < line - 1) lines.push("");
    lines.push(...code.split("\n"));
  }
  return `${lines.join("\n")}\n`;
}

/** Writes one file a program into a folder that belongs to this function. */
export function writePrograms(
  folder: string,
  programs: readonly { readonly fileName: string; readonly text: string }[],
): string[] {
  rmSync(folder, { recursive: true, force: true });
  return programs.map(({ fileName, text }) => {
    const file = join(folder, `${fileName}.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
}
