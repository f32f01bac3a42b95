import { type Model, messagePackTypes } from "../model/model.ts";
import { propertyKey, sourceList, sourceLiteral } from "../names.ts";
import { Imports, type ModulePaths } from "./imports.ts";
import { codeList } from "./signatures.ts";
import { type GeneratedFile, docComment, headerLine } from "./source-text.ts";

/** `context.ts`: the options of a client, its error, and what all its calls share. */
export function emitContext(model: Model, modules: ModulePaths): GeneratedFile {
  const { apiVersionParameter, errorCodeHeader, defaults } = model.client;
  const { names } = model;
  const imports = new Imports(model, modules);
  imports.runtimeType("ClientContext");
  imports.runtimeValue("createContext");
  imports.runtimeType("ClientOptions");
  imports.runtimeValue("ServiceError");
  if (model.nonStringPathParameters.length > 0) imports.runtimeValue("allowScalars");
  const codes = model.errorCodes.map((code) => sourceLiteral(code)).join(" | ");
  const simplest = model.operations.find(({ example }) => example?.length === 0);
  const called = simplest === undefined ? "call()" : `client.${simplest.id}()`;
  const messagePack = messagePackTypes(model);
  const settings = [
    `ErrorClass: ${names.error}`,
    ...(apiVersionParameter === undefined
      ? []
      : [
          `search: ${sourceLiteral(`${encodeURIComponent(apiVersionParameter.toWellFormed())}=${encodeURIComponent(model.apiVersion.toWellFormed())}`)}`,
        ]),
    ...(errorCodeHeader === undefined ? [] : [`errorCodeHeader: ${sourceLiteral(errorCodeHeader)}`]),
    ...(messagePack.length === 0
      ? []
      : [
          `encoders: { ${messagePack.map((one) => `${sourceLiteral(one)}: options.encodeMessagePack`).join(", ")} }`,
        ]),
    ...(model.nonStringPathParameters.length === 0
      ? []
      : [`toPathText: allowScalars(${sourceList(model.nonStringPathParameters)})`]),
    ...(defaults.length === 0
      ? []
      : [
          `preset: { ${defaults.map((key) => `${propertyKey(key)}: options[${sourceLiteral(key)}]`).join(", ")} }`,
        ]),
  ];
  return {
    path: "context.ts",
    text: `${headerLine(model)}
${imports}
/** Error codes that the document names; the service may send others. */
export type ${names.errorCode} = ${codes === "" ? "" : `${codes} | `}(string & {});

/** What a call throws when the service answers with anything but success. */
export class ${names.error} extends ServiceError<${names.errorCode}> {
  override name = ${sourceLiteral(names.error)};
}

/**
 * Tells whether a value is a {@link ${names.error}}, also one made by another copy of this package.
 *
 * @example
 * \`\`\`ts
 * try {
 *   await ${called};
 * } catch (error) {
 *   if (${names.isError}(error)) console.error(error.status, error.code);
 *   else throw error;
 * }
 * \`\`\`
 */
export function ${names.isError}(value: unknown): value is ${names.error} {
  return value instanceof Error && value.name === ${sourceLiteral(names.error)} && "operationId" in value;
}

/** Options of a client and of its context. */
export interface ${names.options} extends ClientOptions {
${optionProperties(model, messagePack)}}

/** What the functions of the operations take first: address, middleware and settings. */
export type ${names.context} = ClientContext;

/**
 * Makes what the functions of the operations share. It holds no connection: it needs no closing.
 *
 * @throws {TypeError} when the endpoint is not an absolute http or https URL without credentials, query or fragment.
 * @throws {RangeError} when a number of the options is not one from 0.
 * @example
 * \`\`\`ts
 * const context = ${names.createContext}({ endpoint: "https://example.com" });
 * \`\`\`
 */
export function ${names.createContext}(options: ${names.options}): ${names.context} {
  return createContext(options, {
${settings.map((line) => `    ${line},\n`).join("")}  });
}
`,
  };
}

function optionProperties(model: Model, messagePack: readonly string[]): string {
  const presets = model.client.defaults.map(
    (key) =>
      `${docComment([`Value of \`${key}\` in every call that takes one and does not give it.`], "  ")}  readonly ${propertyKey(key)}?: string | undefined;\n`,
  );
  const encoder =
    messagePack.length === 0
      ? ""
      : `${docComment(
          [
            `Writes values as ${codeList(messagePack)}, as \`encode\` of @msgpack/msgpack and \`pack\` of msgpackr do. Without it such bodies are bytes.`,
          ],
          "  ",
        )}  readonly encodeMessagePack?: ((value: unknown) => Uint8Array) | undefined;\n`;
  return presets.join("") + encoder;
}
