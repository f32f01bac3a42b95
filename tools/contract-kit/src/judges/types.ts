import ts from "typescript";
import { type Document, type JsonObject, type JsonValue, isObject } from "../document.ts";
import { exampleArguments } from "../arguments.ts";
import { type Break, extremeInstances, minimalBreaks, sampleInstances } from "../instances.ts";
import { type Operation, type Response, type SchemaPlace, findOperation } from "../operations.ts";
import { Verdict, type Violation } from "../violation.ts";

export interface TypesUnderTest {
  /** Absolute path of the declaration file, `…/index.d.ts`. */
  readonly declarations: string;
}

/** Sources of the probes, checked by one compiler that keeps what it has read. */
export class TypesJudge {
  readonly #declarations: string;
  readonly #probes = new Map<string, { text: string; version: number }>();
  readonly #service: ts.LanguageService;
  readonly #replaced = new Map<string, { text: string | undefined; version: number }>();
  #version = 0;

  constructor(types: TypesUnderTest) {
    this.#declarations = types.declarations;
    const options: ts.CompilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ["lib.es2022.d.ts"],
    };
    this.#service = ts.createLanguageService({
      getScriptFileNames: () => [...this.#probes.keys()],
      getScriptVersion: (file) =>
        String(this.#probes.get(file)?.version ?? this.#replaced.get(file)?.version ?? 0),
      getScriptSnapshot: (file) => {
        const text = this.#probes.get(file)?.text ?? this.#replaced.get(file)?.text ?? ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
      getCompilationSettings: () => options,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (file) => this.#probes.has(file) || ts.sys.fileExists(file),
      readFile: ts.sys.readFile,
      directoryExists: ts.sys.directoryExists,
    });
  }

  /** Compiles statements one a line; returns the first error of each line, by line number from 0. */
  errorsByLine(name: string, lines: readonly string[]): Map<number, string> {
    const file = `${this.#declarations.replace(/[^/]*$/, "")}__probe_${name}.ts`;
    // Never an old version again: the service would answer with what it found in that one.
    this.#version++;
    this.#probes.set(file, { text: lines.join("\n"), version: this.#version });
    const errors = new Map<number, string>();
    const all = [
      ...this.#service.getSyntacticDiagnostics(file),
      ...this.#service.getSemanticDiagnostics(file),
    ];
    for (const { start, messageText } of all) {
      const line = lines.join("\n").slice(0, start).split("\n").length - 1;
      if (!errors.has(line)) errors.set(line, ts.flattenDiagnosticMessageText(messageText, " "));
    }
    this.#probes.delete(file);
    return errors;
  }

  /** Runs with another text in place of a declaration file. */
  withText<T>(file: string, text: string, action: () => T): T {
    this.#version++;
    this.#replaced.set(file, { text, version: this.#version });
    try {
      return action();
    } finally {
      this.#version++;
      this.#replaced.set(file, { text: undefined, version: this.#version });
    }
  }

  get importPath(): string {
    return `./${this.#declarations.replace(/^.*\//, "").replace(/\.d\.ts$/, ".js")}`;
  }
}

/** Statements that must compile, or must not. */
class Probes {
  readonly #probes: { rule: string; what: string; source: string; compiles: boolean }[] = [];

  compiles(rule: string, what: string, source: string): void {
    this.#probes.push({ rule, what, source, compiles: true });
  }

  fails(rule: string, what: string, source: string): void {
    this.#probes.push({ rule, what, source, compiles: false });
  }

  /** @param imports The first line of the source. */
  judge(types: TypesJudge, name: string, imports: string): Violation[] {
    const verdict = new Verdict(name);
    const header = `import type { ${imports} } from "${types.importPath}";`;
    const errors = types.errorsByLine(name, [header, ...this.#probes.map(({ source }) => `;${source}`)]);
    const broken = errors.get(0);
    if (broken !== undefined) verdict.add("export", broken);
    for (const [index, { rule, what, compiles }] of this.#probes.entries()) {
      const error = errors.get(index + 1);
      if (compiles && error !== undefined) verdict.add(rule, `${what} does not compile: ${error}`);
      if (!compiles && error === undefined) verdict.add(rule, `${what} compiles`);
    }
    return verdict.violations;
  }
}

/** Judges the type of one schema: valid values compile, each way to break one does not. */
export function judgeSchemaType(document: Document, types: TypesJudge, schemaName: string): Violation[] {
  const place = document.resolve(`#/components/schemas/${schemaName}`);
  const probes = new Probes();
  probeValues(probes, document, place, schemaName, schemaName);
  return probes.judge(types, schemaName, schemaName);
}

/** Judges the entry of one operation in `operations`: parameters, bodies, statuses and answers. */
export function judgeOperationTypes(document: Document, types: TypesJudge, operationId: string): Violation[] {
  const operation = findOperation(document, operationId);
  const entry = `operations["${operationId}"]`;
  const probes = new Probes();
  const pathEntry = `paths["${operation.path}"]["${operation.method.toLowerCase()}"]`;
  probes.compiles(
    "path",
    `${operation.method} ${operation.path}`,
    `({} as ${pathEntry}) satisfies ${entry};`,
  );
  probeParameters(probes, document, operation);
  probeBody(probes, document, operation, entry);
  for (const response of operation.responses) probeResponse(probes, document, response, entry);
  probes.fails("status", "undeclared status", `0 as unknown as ${entry}["responses"][299];`);
  return probes.judge(types, operationId, "operations, paths");
}

function probeBody(probes: Probes, document: Document, { body }: Operation, entry: string): void {
  const content = `NonNullable<${entry}["requestBody"]>["content"]`;
  const assign = (value: string) => `(${value}) satisfies Pick<${entry}, "requestBody">;`;
  if (!body) {
    const given = assign('{ requestBody: { content: { "application/json": 1 } } }');
    return probes.fails("body", "body where none is declared", given);
  }
  for (const [mediaType, schema] of body.content) {
    const type = `${content}["${mediaType}"]`;
    probes.compiles("media type", mediaType, `({} as unknown) satisfies unknown as ${type};`);
    if (mediaType === "application/json") probeValues(probes, document, schema, type, "body");
  }
  const leftOut = assign("{} as { requestBody?: undefined }");
  if (body.required) probes.fails("body", "required body left out", leftOut);
  else probes.compiles("body", "optional body", leftOut);
  probes.fails("media type", "undeclared media type", `0 as unknown as ${content}["text/undeclared"];`);
}

function probeResponse(
  probes: Probes,
  document: Document,
  { status, headers, content }: Response,
  entry: string,
): void {
  const type = `${entry}["responses"][${status === "default" ? '"default"' : status}]`;
  probes.compiles("status", status, `0 as unknown as ${type};`);
  for (const { name, required } of headers) {
    const header = `${type}["headers"]["${name}"]`;
    probes.compiles("header", `${status} ${name}`, `0 as unknown as ${header} satisfies string | undefined;`);
    if (required) probes.fails("header", `${status} lacks ${name}`, `(undefined) satisfies ${header};`);
  }
  const schema = content.get("application/json");
  if (schema)
    probeValues(probes, document, schema, `${type}["content"]["application/json"]`, `${status} body`, 1);
  if (content.size > 0) return;
  const given = `({ "application/json": 1 }) satisfies NonNullable<${type}["content"]>;`;
  probes.fails("body", `${status} has no body`, given);
}

function probeParameters(probes: Probes, document: Document, operation: Operation): void {
  const values = exampleArguments(operation);
  for (const location of ["path", "query", "header"]) {
    const declared = operation.parameters.filter((one) => one.in === location);
    const owner = `operations["${operation.operationId}"]["parameters"]`;
    if (declared.length === 0) {
      const anything = `({ parameters: { ${location}: { x: 1 } } }) satisfies { parameters: Pick<${owner}, "${location}"> };`;
      probes.fails("parameter", `${location} parameters where none are declared`, anything);
      continue;
    }
    const all = Object.fromEntries(declared.map((one) => [one.name, values[one.name] ?? null]));
    const assign = (value: JsonObject) =>
      `(${literal(value)}) satisfies NonNullable<${owner}["${location}"]>;`;
    probes.compiles("parameter", `${location} parameters`, assign(all));
    probes.fails("parameter", `unknown ${location} parameter`, assign({ ...all, unknownKey: "x" }));
    for (const { name, required, schema } of declared) {
      const { [name]: value, ...rest } = all;
      probes[required ? "fails" : "compiles"]("parameter", `${location} ${name} left out`, assign(rest));
      for (const broken of minimalBreaks(document, schema, value ?? null).filter(visible)) {
        const given = assign({ ...all, [name]: broken.value });
        probes.fails("parameter", `${location} ${name} ${broken.what}`, given);
      }
    }
  }
}

function probeValues(
  probes: Probes,
  document: Document,
  schema: SchemaPlace,
  type: string,
  name: string,
  count = 4,
): void {
  const assign = (value: JsonValue) => `(${literal(value)}) satisfies ${type};`;
  const extremes = extremeInstances(document, schema);
  for (const value of [...extremes, ...sampleInstances(document, schema, count)])
    probes.compiles("value", `${name} ${JSON.stringify(value)}`, assign(value));
  for (const { what, value } of extremes.flatMap((one) =>
    minimalBreaks(document, schema, one).filter(visible),
  ))
    probes.fails("value", `${name} ${what}: ${JSON.stringify(value)}`, assign(value));
}

/** Lengths, ranges and patterns are beyond TypeScript. */
function visible(broken: Break): boolean {
  return broken.kind !== "constraint";
}

function literal(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (isObject(value)) {
    return `{ ${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}: ${literal(member ?? null)}`)
      .join(", ")} }`;
  }
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
