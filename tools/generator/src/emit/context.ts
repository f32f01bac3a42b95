import { type Model, messagePackTypes } from "../model/model.ts";
import { propertyKey, sourceList, sourceLiteral } from "../names.ts";
import { codeList } from "./signatures.ts";
import { type GeneratedFile, docComment, headerLine } from "./source-text.ts";

/** `context.ts`: the options of a client, its error, and what all its calls share. */
export function emitContext(model: Model): GeneratedFile {
  const { name, apiVersionParameter, errorCodeHeader, defaults } = model.client;
  const errorName = `${name}Error`;
  const codes = model.errorCodes.map((code) => sourceLiteral(code)).join(" | ");
  const codeType = `${name}ErrorCode`;
  const simplest = model.operations.find(({ example }) => example?.length === 0);
  const called = simplest === undefined ? "call()" : `client.${simplest.id}()`;
  const messagePack = messagePackTypes(model);
  const settings = [
    `ErrorClass: ${errorName}`,
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
import { type ClientContext, createContext } from "./runtime/context.js";
import type { ClientOptions } from "./runtime/options.js";
${model.nonStringPathParameters.length === 0 ? "" : `import { allowScalars } from "./runtime/path-text.js";\n`}import { ServiceError } from "./runtime/service-error.js";

/** Error codes that the document names; the service may send others. */
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

/** Options of a client and of its context. */
export interface ${name}ClientOptions extends ClientOptions {
${optionProperties(model, messagePack)}}

/** What the functions of the operations take first: address, middleware and settings. */
export type ${name}Context = ClientContext;

/**
 * Makes what the functions of the operations share. It holds no connection: it needs no closing.
 *
 * @throws {TypeError} when the endpoint is not an absolute http or https URL without credentials, query and fragment.
 * @throws {RangeError} when a number of the options is not one from 0.
 * @example
 * \`\`\`ts
 * const context = create${name}Context({ endpoint: "https://example.com" });
 * \`\`\`
 */
export function create${name}Context(options: ${name}ClientOptions): ${name}Context {
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
