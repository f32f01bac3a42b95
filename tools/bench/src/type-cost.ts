import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packages.ts";

/** What the generated operation table says about an operation, as far as calls need it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, "path" | "query" | "header" | "cookie">>;
  readonly body?: readonly string[];
}

export type OperationTable = Readonly<Record<string, Operation>>;

type Values = Readonly<Record<string, unknown>>;

/** The parameters that most calls have. */
const parameterValues: Values = {
  hub: "chat",
  group: "g1",
  user: "ada",
  connectionId: "c1",
  streamId: "s1",
  application: "shop",
};

const bodies: Values = {
  executeCommands: [{ type: "JoinGroup", group: "g1" }],
  sendToStream: { item: 1 },
};

/** How a program calls the operations. */
export type Style = "methods" | "functions" | "openapi-fetch";

const endpoint = `"https://contoso.service.signalr.net"`;

/** Imports, and what calls are made with, on one line. */
function startOf(style: Style, from: string, operationIds: readonly string[]): string {
  switch (style) {
    case "methods":
      return `import { createSignalRServiceClient } from "${from}"; const client = createSignalRServiceClient({ endpoint: ${endpoint} });`;
    case "functions":
      return `import { createSignalRServiceContext, ${operationIds.join(", ")} } from "${from}"; const context = createSignalRServiceContext({ endpoint: ${endpoint} });`;
    case "openapi-fetch":
      return `import createClient from "openapi-fetch"; import type { paths } from "${from}"; const client = createClient<paths>({ baseUrl: ${endpoint} });`;
  }
}

/** A call on one line. `extra` is added to its arguments, and to the query of openapi-fetch. */
function callOf(style: Style, operationId: string, operation: Operation, extra: Values): string {
  const { method, path, parameters = {} } = operation;
  const valuesIn = (location: string): Values =>
    Object.fromEntries(Object.entries(parameterValues).filter(([name]) => parameters[name] === location));
  const body = operation.body && {
    body: bodies[operationId] ?? { target: "newMessage", arguments: ["hi"] },
  };
  if (style === "openapi-fetch") {
    const inPath = valuesIn("path");
    const query = { "api-version": "2024-12-01", ...valuesIn("query"), ...extra };
    const params = { ...(Object.keys(inPath).length > 0 && { path: inPath }), query };
    return `await client.${method}("${path}", ${JSON.stringify({ params, ...body })});`;
  }
  const values = { ...valuesIn("path"), ...valuesIn("query"), ...body, ...extra };
  const flat = Object.keys(values).length === 0 ? [] : [JSON.stringify(values)];
  return style === "methods"
    ? `await client.${operationId}(${flat.join()});`
    : `await ${operationId}(${["context", ...flat].join(", ")});`;
}

/** A program with the calls of a table, one per line after the first. */
export function programOf(style: Style, from: string, table: OperationTable, extra: Values = {}): string {
  const calls = Object.entries(table).map(([id, operation]) => callOf(style, id, operation, extra));
  return [startOf(style, from, Object.keys(table)), ...calls, "export {};\n"].join("\n");
}

export interface TypeCost {
  /** What the calls add to a program without them. */
  readonly instantiations: number;
  /** How many of the calls do not compile once each has a key that does not exist, in percent. */
  readonly rejected: number;
}

/**
 * What one call of every operation costs the compiler.
 *
 * @param folder Where imports are found; programs are written there.
 * @throws {Error} when the calls do not compile.
 */
export function measureCalls(folder: string, style: Style, from: string, table: OperationTable): TypeCost {
  const compileIn = (name: string, program: string) => compile(join(folder, `${style}-${name}`), program);
  const calls = compileIn("calls", programOf(style, from, table));
  if (calls.brokenLines.length > 0) throw new Error(`The calls of ${style} do not compile:\n${calls.output}`);
  const without = compileIn("none", programOf(style, from, {}));
  // As a removed or misspelled key would be.
  const broken = compileIn("broken", programOf(style, from, table, { applicatio: "shop" }));
  const rejected = broken.brokenLines.filter((line) => line > 1).length;
  return {
    instantiations: calls.instantiations - without.instantiations,
    rejected: (rejected / Object.keys(table).length) * 100,
  };
}

const options = {
  target: "ES2022",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  strict: true,
  noEmit: true,
  types: [],
  skipLibCheck: true,
};

/** Type-checks a program as a project of its own. */
function compile(project: string, program: string): Compilation {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), `{ "type": "module" }\n`);
  writeFileSync(join(project, "program.ts"), program);
  const config = JSON.stringify({ compilerOptions: options, files: ["program.ts"] });
  writeFileSync(join(project, "tsconfig.json"), config);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", ".", "--extendedDiagnostics", "--pretty", "false"];
  return readCompilation(spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" }).stdout);
}

interface Compilation {
  /** How many generic types and signatures the compiler had to work out: the same on every machine. */
  readonly instantiations: number;
  /** Lines of the program that do not compile, counted from 1. */
  readonly brokenLines: readonly number[];
  readonly output: string;
}

/** Reads what `tsc --extendedDiagnostics` prints. */
export function readCompilation(output: string): Compilation {
  const instantiations = /^Instantiations:\s+(\d+)/m.exec(output)?.[1];
  if (instantiations === undefined) throw new Error(`tsc printed no number of instantiations:\n${output}`);
  const lines = [...output.matchAll(/^program\.ts\((\d+),/gm)].map(([, line]) => Number(line));
  return { instantiations: Number(instantiations), brokenLines: [...new Set(lines)], output };
}
