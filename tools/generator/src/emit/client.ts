import { usesPaging, type Model, type Operation } from "../model/model.ts";
import { isReservedWord, propertyKey, sourceLiteral, toPascalCase } from "../names.ts";
import {
  type CallForm,
  argumentsName,
  argumentsParameter,
  hasArguments,
  operationComment,
  resultType,
  schemaImport,
  scopeOf,
} from "./signatures.ts";
import { type GeneratedFile, docComment, docText, headerLine } from "./source-text.ts";

/**
 * `client.ts`: the client that has all operations as methods.
 *
 * Signatures are written out one by one, with no generic over the operations: the compiler pays for what a program calls,
 * and a key that a new version of the document drops stops compiling.
 *
 * @param typesModule Where the types of this version are imported from.
 */
export function emitClient(model: Model, typesModule: string): GeneratedFile {
  const { name, scope } = model.client;
  const scoped = scope === undefined ? [] : model.operations.filter((operation) => scopeOf(operation, scope));
  const names = [
    ...model.operations.filter((one) => hasArguments(one)).map((one) => argumentsName(one)),
    ...scoped.filter((one) => hasArguments(one, scope)).map((one) => argumentsName(one, scope)),
  ];
  const takesNothing =
    model.operations.some((one) => !hasArguments(one)) || scoped.some((one) => !hasArguments(one, scope));
  const options = [
    ...(model.operations.length > 0 ? ["CallOptions"] : []),
    ...(takesNothing ? ["NoArguments"] : []),
  ];
  const imports = [
    ...(names.length === 0
      ? []
      : [`import type { ${names.toSorted().join(", ")} } from "./arguments.js";\n`]),
    `import { type ${name}ClientOptions, create${name}Context } from "./context.js";\n`,
    ...(model.operations.length === 0 ? [] : [`import * as descriptors from "./descriptors.js";\n`]),
    `import { createMethods } from "./runtime/methods.js";\n`,
    ...(options.length === 0 ? [] : [`import type { ${options.join(", ")} } from "./runtime/options.js";\n`]),
    ...(usesPaging(model) ? [`import type { PagedResult } from "./runtime/paging.js";\n`] : []),
    schemaImport(model, model.operations.map(resultType), typesModule),
  ];
  const parts = [
    emitInterface(model),
    ...(scope === undefined ? [] : [emitScope(model, scope, scoped)]),
    emitFactory(model),
  ];
  return { path: "client.ts", text: `${headerLine(model)}\n${imports.join("")}\n${parts.join("\n")}` };
}

function method(model: Model, operation: Operation, scope?: string): string {
  const form: CallForm = scope === undefined ? "method" : { scope };
  const doc = operationComment(model, operation, form, "  ");
  return `${doc}  ${propertyKey(operation.id)}(${argumentsParameter(operation, scope)}, options?: CallOptions): ${resultType(operation)};\n`;
}

function emitInterface(model: Model): string {
  const { name, scope } = model.client;
  const members = model.operations.map((operation) => method(model, operation));
  if (scope !== undefined) {
    members.push(
      docComment([`The operations of one ${scope}, without the \`${scope}\` argument.`], "  ") +
        `  ${propertyKey(scope)}(${isReservedWord(scope) ? "value" : scope}: string): ${name}${toPascalCase(scope)};\n`,
    );
  }
  return `${docComment([`Client of ${docText(model.title)}, one method per operation.`])}export interface ${name}Client {\n${members.join("\n")}}\n`;
}

function emitScope(model: Model, scope: string, operations: readonly Operation[]): string {
  const members = operations.map((operation) => method(model, operation, scope));
  return `${docComment([`The operations of one ${scope}.`])}export interface ${model.client.name}${toPascalCase(scope)} {\n${members.join("\n")}}\n`;
}

/** In one line, and unable to end the comment that it stands in. */
function factorySummary({ title }: Model): string {
  return `Creates a client of ${docText(title)}.`.replaceAll(/\s+/g, " ").replaceAll("*/", "*\\/");
}

function emitFactory(model: Model): string {
  const { name, scope } = model.client;
  return `/**
 * ${factorySummary(model)}
 *
 * @throws {TypeError} when the endpoint is not an absolute http or https URL without credentials, query and fragment.
 * @throws {RangeError} when a number of the options is not one from 0.
 * @example
 * \`\`\`ts
 * const client = create${name}Client({ endpoint: "https://example.com" });
 * \`\`\`
 */
export function create${name}Client(options: ${name}ClientOptions): ${name}Client {
  const context = create${name}Context(options);
  return createMethods(
    context,
    ${scope === undefined ? "undefined" : sourceLiteral(scope)},
${model.operations.map(({ localName }) => `    descriptors.${localName},\n`).join("")}  ) as ${name}Client;
}
`;
}
