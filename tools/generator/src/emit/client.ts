import { exampleCall } from "../model/example.ts";
import {
  type Body,
  type Model,
  type Operation,
  type Parameter,
  messagePackTypes,
  usedPaging,
  usesForms,
  usesStyles,
} from "../model/model.ts";
import { isReservedWord, propertyKey, sourceList, sourceLiteral, toPascalCase } from "../names.ts";
import { type GeneratedFile, docComment, docText, headerLine } from "./source-text.ts";

/**
 * `client.ts`: argument types, the client's flat signatures and its factory.
 *
 * Signatures are written out one by one, with no generic over the operations: the compiler pays for what a program calls,
 * and a key that a new version of the document drops stops compiling.
 *
 * @param typesModule Where the types of this version are imported from.
 */
export function emitClient(model: Model, typesModule: string): GeneratedFile {
  const { scope } = model.client;
  const scoped = scope === undefined ? [] : model.operations.filter((operation) => scopeOf(operation, scope));
  const parts = [
    ...model.operations.map((operation) => emitArguments(model, operation)),
    emitInterface(model),
    ...(scope === undefined ? [] : [emitScope(model, scope, scoped)]),
    emitFactory(model),
  ];
  const body = parts.filter((part) => part !== "").join("\n");
  const used = (words: readonly string[]) =>
    words.filter((word) => new RegExp(`(?<![\\w$."])${word}(?![\\w$"])`).test(body));
  const inTypes = usedTypeNames(model);
  const types = [
    ...model.schemas
      .filter(({ local }) => inTypes.has(local))
      .map(({ alias, local }) => (alias === local ? alias : `${alias} as ${local}`)),
    "paths",
  ];
  const imports = [
    `import { createClient } from "./runtime/client.js";`,
    ...(used(["BytesBody"]).length > 0 ? [`import type { BytesBody } from "./runtime/bytes-body.js";`] : []),
    `import type { RawClient } from "./runtime/openapi-fetch.js";`,
    `import type { ${[
      ...(model.operations.length > 0 ? ["CallOptions"] : []),
      "ClientOptions",
      ...used(["NoArguments"]),
    ].join(", ")} } from "./runtime/options.js";`,
    ...pagingImports(model),
    ...(used(["encodeStyled"]).length > 0
      ? [`import { encodeStyled } from "./runtime/query-styles.js";`]
      : []),
    ...(used(["serializeForm"]).length > 0
      ? [`import { serializeForm } from "./runtime/form-body.js";`]
      : []),
    `import { ServiceError } from "./runtime/service-error.js";`,
    model.client.apiVersionParameter === undefined
      ? `import { operationTable } from "./operations.js";`
      : `import { API_VERSION, operationTable } from "./operations.js";`,
    `import type { ${types.toSorted().join(", ")} } from ${sourceLiteral(typesModule)};`,
  ];
  return { path: "client.ts", text: `${headerLine(model)}\n${imports.join("\n")}\n\n${body}` };
}

function pagingImports(model: Model): string[] {
  switch (usedPaging(model)) {
    case "none":
      return [];
    case "token":
      return [`import { type PagedResult, paginate } from "./runtime/paging.js";`];
    case "link":
      return [
        `import { paginateByLink } from "./runtime/link-paging.js";`,
        `import type { PagedResult } from "./runtime/paging.js";`,
      ];
  }
}

/** The names that stand in the types which the client writes out. */
function usedTypeNames(model: Model): Set<string> {
  const types = model.operations.flatMap(({ parameters, body, result }) => [
    ...parameters.map(({ type }) => type),
    ...(body?.content.map(({ type }) => type) ?? []),
    ...(result.kind === "none" || result.kind === "existence" ? [] : [result.type]),
  ]);
  const code = types.join(" ").replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  return new Set(code.match(/[\p{ID_Start}_$][\p{ID_Continue}$]*/gu));
}

function scopeOf(operation: Operation, scope: string): Parameter | undefined {
  return operation.parameters.find((one) => one.key === scope && one.location === "path");
}

/** `SendToUserArguments`, and without the scope `SendToUserInHubArguments`. */
function argumentsName(operation: Operation, scope?: string): string {
  return `${operation.typeName}${scope === undefined ? "" : `In${toPascalCase(scope)}`}Arguments`;
}

function hasArguments(operation: Operation, without?: string): boolean {
  return operation.body !== undefined || operation.parameters.some(({ key }) => key !== without);
}

function emitArguments(model: Model, operation: Operation): string {
  const { scope } = model.client;
  const scopeParameter = scope === undefined ? undefined : scopeOf(operation, scope);
  if (scope === undefined || scopeParameter === undefined) {
    return hasArguments(operation)
      ? argumentsType(argumentsName(operation), operation, operation.parameters)
      : "";
  }
  const rest = operation.parameters.filter((one) => one !== scopeParameter);
  const bound = hasArguments(operation, scope)
    ? argumentsType(argumentsName(operation, scope), operation, rest)
    : "";
  return `${bound}${bound === "" ? "" : "\n"}${argumentsType(argumentsName(operation), operation, operation.parameters)}`;
}

function argumentsType(name: string, operation: Operation, parameters: readonly Parameter[]): string {
  const doc = docComment([`Arguments of \`${operation.id}\`.`]);
  const properties = parameters.map(parameterProperty).join("");
  const body = operation.body;
  if (body === undefined) return `${doc}export interface ${name} {\n${properties}}\n`;
  const variants = bodyVariants(body);
  if (variants.length === 1) return `${doc}export interface ${name} {\n${properties}${variants[0]}}\n`;
  return `${doc}export type ${name} =\n${variants.map((variant) => `  | {\n${indent(properties + variant)}    }`).join("\n")};\n`;
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "    ");
}

function parameterProperty(one: Parameter): string {
  const doc = docComment([docText(one.description), one.deprecated ? "@deprecated" : undefined], "  ");
  return one.required
    ? `${doc}  readonly ${propertyKey(one.key)}: ${one.type};\n`
    : `${doc}  readonly ${propertyKey(one.key)}?: ${one.type} | undefined;\n`;
}

/** One variant for each type that a body may have; media types of the same type share one. */
function bodyVariants(body: Body): string[] {
  const first = body.content[0];
  const byType = Map.groupBy(
    body.content.flatMap((one) =>
      one.valueType === undefined ? one : [{ ...one, type: one.valueType, isEncoded: true }, one],
    ),
    ({ type }) => type,
  );
  const optional = body.required ? "" : "?";
  const orUndefined = body.required ? "" : " | undefined";
  return [...byType].map(([type, content]) => {
    const doc = docComment([docText(body.description)], "  ");
    const mediaTypes = content.map(({ mediaType }) => sourceLiteral(mediaType)).join(" | ");
    const mayOmit = content.some((one) => one === first);
    const notes = [
      ...(mayOmit ? [`\`${first?.mediaType}\` if left out`] : []),
      ...content.flatMap((one) =>
        "isEncoded" in one ? [`\`${one.mediaType}\` needs the client's \`encodeMessagePack\``] : [],
      ),
    ];
    return (
      `${doc}  readonly ${propertyKey(body.key)}${optional}: ${type}${orUndefined};\n` +
      docComment([`${["Media type of the body", ...notes].join("; ")}.`], "  ") +
      (mayOmit
        ? `  readonly contentType?: ${mediaTypes} | undefined;\n`
        : `  readonly contentType: ${mediaTypes};\n`)
    );
  });
}

function resultType(operation: Operation): string {
  const { kind, type } = operation.result;
  switch (kind) {
    case "none":
      return "Promise<void>";
    case "existence":
      return "Promise<boolean>";
    case "optional":
      return `Promise<${type} | undefined>`;
    case "pages":
      return `PagedResult<${itemType(operation)}, ${type}>`;
    default:
      return `Promise<${type}>`;
  }
}

function itemType({ result, paging }: Operation): string {
  const list = `${result.type}[${sourceLiteral(paging?.itemsKey ?? "")}]`;
  return paging?.itemsOptional ? `NonNullable<${list}>[number]` : `${list}[number]`;
}

function signature(model: Model, operation: Operation, scope?: string): string {
  const some = hasArguments(operation, scope);
  const needed =
    operation.body?.required || operation.parameters.some((one) => one.required && one.key !== scope);
  const type = some ? argumentsName(operation, scope) : "NoArguments";
  const doc = docComment(methodDoc(model, operation, scope), "  ");
  return `${doc}  ${propertyKey(operation.id)}(args${needed ? "" : "?"}: ${type}, options?: CallOptions): ${resultType(operation)};\n`;
}

function methodDoc(model: Model, operation: Operation, scope?: string): string[] {
  const errorName = `${model.client.name}Error`;
  const doc: (string | undefined)[] = [docText(operation.summary), docText(operation.description)];
  doc.push(`\`${operation.method} ${operation.path}\``);
  if (operation.result.kind === "existence") {
    doc.push(
      `@returns \`false\` only when the service says so (404 with ${codeList(operation.existenceCodes)}).`,
    );
  } else if (operation.result.kind === "pages") {
    doc.push("@returns An iterator over the items; pages are fetched as they are needed.");
  } else if (operation.result.kind === "optional") {
    doc.push("@returns The body of the response, or `undefined` where the service sent none.");
  } else if (operation.result.kind === "data" && operation.result.description) {
    doc.push(`@returns ${docText(operation.result.description)}`);
  }
  if (operation.absenceCodes.length > 0)
    doc.push(`A 404 with ${codeList(operation.absenceCodes)} counts as done.`);
  if (operation.parameters.some(({ location }) => location === "path")) {
    doc.push(
      "@throws {InvalidPathParameterError} before anything is sent, when a value would change the route.",
    );
  }
  const statuses = operation.errorStatuses.join(", ");
  doc.push(
    `@throws {${errorName}} when the service answers with anything but success${statuses && `; the document names ${statuses}`}.`,
  );
  if (operation.result.kind === "pages")
    doc.push("@throws {PagingError} while iterating, when the pages do not come to an end.");
  const sample = exampleCall(operation, "client", scope);
  if (sample !== undefined) doc.push(`@example\n\`\`\`ts\n${sample}\n\`\`\``);
  if (operation.link !== undefined) doc.push(`@see ${operation.link}`);
  if (operation.deprecated) doc.push("@deprecated");
  return doc.filter((part): part is string => part !== undefined);
}

function codeList(codes: readonly string[]): string {
  return codes.map((code) => `\`${code}\``).join(" or ");
}

function emitInterface(model: Model): string {
  const { name, scope } = model.client;
  const members = model.operations.map((operation) => signature(model, operation));
  if (scope !== undefined) {
    members.push(
      docComment([`The operations of one ${scope}, without the \`${scope}\` argument.`], "  ") +
        `  ${propertyKey(scope)}(${isReservedWord(scope) ? "value" : scope}: string): ${name}${toPascalCase(scope)};\n`,
    );
  }
  members.push(
    docComment(
      [
        "The openapi-fetch client underneath, with the same path safety. It neither retries nor throws on an error status.",
      ],
      "  ",
    ) + `  readonly raw: RawClient<paths>;\n`,
  );
  return `${docComment([`Client of ${docText(model.title)}, one method an operation.`])}export interface ${name}Client {\n${members.join("\n")}}\n`;
}

function emitScope(model: Model, scope: string, operations: readonly Operation[]): string {
  const members = operations.map((operation) => signature(model, operation, scope));
  return `${docComment([`The operations of one ${scope}.`])}export interface ${model.client.name}${toPascalCase(scope)} {\n${members.join("\n")}}\n`;
}

/** In one line, and unable to end the comment that it stands in. */
function factorySummary({ title }: Model): string {
  return `Creates a client of ${docText(title)}.`.replaceAll(/\s+/g, " ").replaceAll("*/", "*\\/");
}

function emitFactory(model: Model): string {
  const { name, defaults, scope } = model.client;
  const errorName = `${name}Error`;
  const simplest = model.operations.find(({ example }) => example?.length === 0);
  const called = simplest === undefined ? "call()" : `client.${simplest.id}()`;
  const codes = model.errorCodes.map((code) => sourceLiteral(code)).join(" | ");
  const codeType = `${name}ErrorCode`;
  const optionsType = `${name}ClientOptions`;
  const defaultProperties = defaults
    .map(
      (key) =>
        `${docComment([`Value of \`${key}\` in every call that takes one and does not give it.`], "  ")}  readonly ${propertyKey(key)}?: string | undefined;\n`,
    )
    .join("");
  const messagePack = messagePackTypes(model);
  const encoderProperty =
    messagePack.length === 0
      ? ""
      : `${docComment(
          [
            `Writes values as ${codeList(messagePack)}, as \`encode\` of @msgpack/msgpack and \`pack\` of msgpackr do. Without it such bodies are bytes.`,
          ],
          "  ",
        )}  readonly encodeMessagePack?: ((value: unknown) => Uint8Array) | undefined;\n`;
  const settings = [
    "operations: operationTable",
    `ErrorClass: ${errorName}`,
    ...(scope === undefined ? [] : [`scope: ${sourceLiteral(scope)}`]),
    ...(defaults.length === 0 ? [] : [`defaults: ${sourceList(defaults)}`]),
    ...(model.client.apiVersionParameter === undefined
      ? []
      : [`query: { ${propertyKey(model.client.apiVersionParameter)}: API_VERSION }`]),
    ...(model.client.errorCodeHeader === undefined
      ? []
      : [`errorCodeHeader: ${sourceLiteral(model.client.errorCodeHeader)}`]),
    ...(messagePack.length === 0
      ? []
      : [
          `encoders: { ${messagePack.map((one) => `${sourceLiteral(one)}: options.encodeMessagePack`).join(", ")} }`,
        ]),
    ...(model.nonStringPathParameters.length === 0
      ? []
      : [`nonStringPathParameters: ${sourceList(model.nonStringPathParameters)}`]),
    ...{ none: [], token: ["paginate"], link: ["paginate: paginateByLink"] }[usedPaging(model)],
    ...(usesStyles(model) ? ["encodeStyled"] : []),
    ...(usesForms(model) ? ["serializeForm"] : []),
  ];
  return `/** Error codes that the document names; the service may send others. */
export type ${codeType} = ${codes === "" ? "" : `${codes} | `}(string & {});

/** What a call throws when the service answers with anything but success. */
export class ${errorName} extends ServiceError<${codeType}> {
  override name = ${sourceLiteral(errorName)};
}

/**
 * Tells whether a value is a {@link ${errorName}}, also one made by another copy of this package.
 *
 * @example
 * \`\`\`ts
 * try {
 *   await ${called};
 * } catch (error) {
 *   if (${`is${errorName}`}(error)) console.error(error.status, error.code);
 *   else throw error;
 * }
 * \`\`\`
 */
export function is${errorName}(value: unknown): value is ${errorName} {
  return value instanceof Error && value.name === ${sourceLiteral(errorName)} && "operationId" in value;
}

/** Options of {@link create${name}Client}. */
export interface ${optionsType} extends ClientOptions {
${defaultProperties}${encoderProperty}}

/**
 * ${factorySummary(model)}
 *
 * @throws {TypeError} when the endpoint is not an absolute http or https URL without credentials, query and fragment.
 * @example
 * \`\`\`ts
 * const client = create${name}Client({ endpoint: "https://example.com" });
 * \`\`\`
 */
export function create${name}Client(options: ${optionsType}): ${name}Client {
  return createClient(options, {
${settings.map((line) => `    ${line},\n`).join("")}  }) as ${name}Client;
}
`;
}
