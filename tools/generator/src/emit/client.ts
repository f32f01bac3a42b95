import type { Model, Operation } from "../model/model.ts";
import { isReservedWord, propertyKey, sourceLiteral } from "../names.ts";
import { Imports, type ModulePaths } from "./imports.ts";
import { operationComment, scopeOf, signature } from "./signatures.ts";
import { type GeneratedFile, docComment, docText, headerLine } from "./source-text.ts";

/**
 * `client.ts`: the client that has all operations as methods.
 *
 * Signatures are written out one by one, with no generic over the operations: the compiler pays for what a program calls,
 * and a key that a new version of the document drops stops compiling.
 */
export function emitClient(model: Model, modules: ModulePaths): GeneratedFile {
  const imports = new Imports(model, modules);
  const parts = [emitInterface(model, imports), ...emitScope(model, imports), emitFactory(model, imports)];
  return { path: "client.ts", text: `${headerLine(model)}\n${imports}\n${parts.join("\n")}` };
}

function method(model: Model, operation: Operation, imports: Imports, scope?: string): string {
  const doc = operationComment(model, operation, scope === undefined ? "method" : { scope }, "  ");
  return `${doc}  ${propertyKey(operation.id)}(${signature(operation, imports, scope)};\n`;
}

function emitInterface(model: Model, imports: Imports): string {
  const { scope } = model.client;
  const members = model.operations.map((operation) => method(model, operation, imports));
  if (scope !== undefined) {
    members.push(
      docComment(
        [
          `Returns a client that is bound to one ${scope}. Its methods do not take the \`${scope}\` argument.`,
        ],
        "  ",
      ) +
        `  ${propertyKey(scope)}(${isReservedWord(scope) ? "value" : scope}: string): ${model.names.scoped};\n`,
    );
  }
  return `${docComment([`Client of ${docText(model.title)}, one method per operation.`])}export interface ${model.names.client} {\n${members.join("\n")}}\n`;
}

function emitScope(model: Model, imports: Imports): string[] {
  const { scope } = model.client;
  if (scope === undefined) return [];
  const members = model.operations
    .filter((operation) => scopeOf(operation, scope))
    .map((operation) => method(model, operation, imports, scope));
  return [
    `${docComment([`The operations of a client that is bound to one ${scope}.`])}export interface ${model.names.scoped} {\n${members.join("\n")}}\n`,
  ];
}

/** Returns the summary in one line that cannot end its comment. */
function factorySummary({ title }: Model): string {
  return `Creates a client of ${docText(title)}.`.replaceAll(/\s+/g, " ").replaceAll("*/", "*\\/");
}

function emitFactory(model: Model, imports: Imports): string {
  const { names, operations } = model;
  const { scope } = model.client;
  imports.type(names.options, "context");
  imports.value(names.createContext, "context");
  imports.runtimeValue("createMethods");
  if (operations.length > 0) imports.namespace("descriptors", "descriptors");
  return `/**
 * ${factorySummary(model)}
 *
 * @throws {TypeError} If the endpoint is not an absolute http or https URL without credentials, query or fragment.
 * @throws {RangeError} If a numeric option is not a number of at least 0.
 * @example
 * \`\`\`ts
 * const client = ${names.createClient}({ endpoint: "https://example.com" });
 * \`\`\`
 */
export function ${names.createClient}(options: ${names.options}): ${names.client} {
  const context = ${names.createContext}(options);
  return createMethods(
    context,
    ${scope === undefined ? "undefined" : sourceLiteral(scope)},
${operations.map(({ localName }) => `    descriptors.${localName},\n`).join("")}  ) as ${names.client};
}
`;
}
