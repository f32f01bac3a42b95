import ts from "typescript";
import { type Document, type JsonObject, type JsonValue, isObject } from "../document.ts";
import { exampleArguments } from "../arguments.ts";
import { type Break, extremeInstances, minimalBreaks, sampleInstances } from "../instances.ts";
import { type SchemaPlace, findOperation } from "../operations.ts";
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

interface Probe {
  readonly rule: string;
  readonly what: string;
  readonly source: string;
  readonly compiles: boolean;
}

/** Judges the type of one schema: valid values compile, each way to break one does not. */
export function judgeSchemaType(document: Document, types: TypesJudge, schemaName: string): Violation[] {
  const place = document.resolve(`#/components/schemas/${schemaName}`);
  const probes = valueProbes(document, place, schemaName, schemaName);
  return run(types, schemaName, `import type { ${schemaName} } from "${types.importPath}";`, probes);
}

/** Judges the entry of one operation in `operations`: parameters, bodies, statuses and answers. */
export function judgeOperationTypes(document: Document, types: TypesJudge, operationId: string): Violation[] {
  const operation = findOperation(document, operationId);
  const entry = `operations["${operationId}"]`;
  const probes: Probe[] = [];
  const pathEntry = `paths["${operation.path}"]["${operation.method.toLowerCase()}"]`;
  probes.push(
    compiling("path", `${operation.method} ${operation.path}`, `({} as ${pathEntry}) satisfies ${entry};`),
  );
  probes.push(...parameterProbes(document, operationId));
  for (const [mediaType, schema] of operation.body?.content ?? []) {
    const type = `NonNullable<${entry}["requestBody"]>["content"]["${mediaType}"]`;
    probes.push(compiling("media type", mediaType, `({} as unknown) satisfies unknown as ${type};`));
    if (mediaType === "application/json") probes.push(...valueProbes(document, schema, type, `body`));
  }
  if (operation.body) {
    const optional = `({} as { requestBody?: undefined }) satisfies Pick<${entry}, "requestBody">;`;
    probes.push(
      operation.body.required
        ? failing("body", "required body left out", optional)
        : compiling("body", "optional body", optional),
    );
    probes.push(
      failing(
        "media type",
        "undeclared media type",
        `0 as unknown as NonNullable<${entry}["requestBody"]>["content"]["text/undeclared"];`,
      ),
    );
  } else {
    probes.push(
      failing(
        "body",
        "body where none is declared",
        `({ requestBody: { content: { "application/json": 1 } } }) satisfies Pick<${entry}, "requestBody">;`,
      ),
    );
  }
  for (const response of operation.responses) {
    const type = `${entry}["responses"][${response.status === "default" ? '"default"' : response.status}]`;
    probes.push(compiling("status", response.status, `0 as unknown as ${type};`));
    for (const header of response.headers) {
      probes.push(
        compiling(
          "header",
          `${response.status} ${header.name}`,
          `0 as unknown as ${type}["headers"]["${header.name}"] satisfies string | undefined;`,
        ),
      );
      const optional = `(undefined) satisfies ${type}["headers"]["${header.name}"];`;
      if (header.required)
        probes.push(failing("header", `${response.status} lacks ${header.name}`, optional));
    }
    for (const [mediaType, schema] of response.content) {
      if (mediaType !== "application/json") continue;
      const body = `${type}["content"]["${mediaType}"]`;
      probes.push(...valueProbes(document, schema, body, `${response.status} body`, 1));
    }
    if (response.content.size === 0) {
      probes.push(
        failing(
          "body",
          `${response.status} has no body`,
          `({ "application/json": 1 }) satisfies NonNullable<${type}["content"]>;`,
        ),
      );
    }
  }
  probes.push(failing("status", "undeclared status", `0 as unknown as ${entry}["responses"][299];`));
  return run(types, operationId, `import type { operations, paths } from "${types.importPath}";`, probes);
}

function parameterProbes(document: Document, operationId: string): Probe[] {
  const operation = findOperation(document, operationId);
  const values = exampleArguments(operation);
  const probes: Probe[] = [];
  for (const location of ["path", "query", "header"]) {
    const declared = operation.parameters.filter((one) => one.in === location);
    const type = `NonNullable<operations["${operationId}"]["parameters"]["${location}"]>`;
    if (declared.length === 0) {
      const anything = `({ parameters: { ${location}: { x: 1 } } }) satisfies { parameters: Pick<operations["${operationId}"]["parameters"], "${location}"> };`;
      probes.push(failing("parameter", `${location} parameters where none are declared`, anything));
      continue;
    }
    const all = Object.fromEntries(declared.map((one) => [one.name, values[one.name] ?? null]));
    const assign = (value: JsonObject): string => `(${literal(value)}) satisfies ${type};`;
    probes.push(compiling("parameter", `${location} parameters`, assign(all)));
    probes.push(failing("parameter", `unknown ${location} parameter`, assign({ ...all, unknownKey: "x" })));
    for (const { name, required, schema } of declared) {
      const { [name]: value, ...rest } = all;
      probes.push(
        required
          ? failing("parameter", `${location} ${name} left out`, assign(rest))
          : compiling("parameter", `${location} ${name} left out`, assign(rest)),
      );
      for (const broken of minimalBreaks(document, schema, value ?? null).filter(visible)) {
        probes.push(
          failing(
            "parameter",
            `${location} ${name} ${broken.what}`,
            assign({ ...all, [name]: broken.value }),
          ),
        );
      }
    }
  }
  return probes;
}

function valueProbes(
  document: Document,
  schema: SchemaPlace,
  type: string,
  name: string,
  count = 4,
): Probe[] {
  const probes: Probe[] = [];
  const assign = (value: JsonValue): string => `(${literal(value)}) satisfies ${type};`;
  for (const value of [...extremeInstances(document, schema), ...sampleInstances(document, schema, count)]) {
    probes.push(compiling("value", `${name} ${JSON.stringify(value)}`, assign(value)));
  }
  for (const value of extremeInstances(document, schema)) {
    for (const broken of minimalBreaks(document, schema, value).filter(visible)) {
      probes.push(
        failing("value", `${name} ${broken.what}: ${JSON.stringify(broken.value)}`, assign(broken.value)),
      );
    }
  }
  return probes;
}

/** Lengths, ranges and patterns are beyond TypeScript. */
function visible(broken: Break): boolean {
  return broken.kind !== "constraint";
}

function compiling(rule: string, what: string, source: string): Probe {
  return { rule, what, source, compiles: true };
}

function failing(rule: string, what: string, source: string): Probe {
  return { rule, what, source, compiles: false };
}

function run(types: TypesJudge, name: string, header: string, probes: readonly Probe[]): Violation[] {
  const verdict = new Verdict(name);
  const errors = types.errorsByLine(name, [header, ...probes.map(({ source }) => `;${source}`)]);
  const broken = errors.get(0);
  if (broken !== undefined) verdict.add("export", broken);
  for (const [index, probe] of probes.entries()) {
    const error = errors.get(index + 1);
    if (probe.compiles && error !== undefined)
      verdict.add(probe.rule, `${probe.what} does not compile: ${error}`);
    if (!probe.compiles && error === undefined) verdict.add(probe.rule, `${probe.what} compiles`);
  }
  return verdict.violations;
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
