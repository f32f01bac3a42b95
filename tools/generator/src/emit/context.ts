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
/** The documented error codes. The service may send others. */
export type ${names.errorCode} = ${codes === "" ? "" : `${codes} | `}(string & {});

/** Error that a call throws for a response that is not a success. */
export class ${names.error} extends ServiceError<${names.errorCode}> {
  override name = ${sourceLiteral(names.error)};
}

/**
 * Tells whether a value is a {@link ${names.error}}. Unlike \`instanceof\`, this works if several copies of this package are loaded.
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

/** The first argument of the functions that call operations: endpoint, middleware and settings of a client. */
export type ${names.context} = ClientContext;

/**
 * Creates the context that is the first argument of the functions that call operations. It holds no connection, so you do not
 * have to close it.
 *
 * @throws {TypeError} If the endpoint is not an absolute http or https URL without credentials, query or fragment.
 * @throws {RangeError} If a numeric option is not a number of at least 0.
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
      `${docComment([`Default value of the argument \`${key}\`, for all calls that take it.`], "  ")}  readonly ${propertyKey(key)}?: string | undefined;\n`,
  );
  const encoder =
    messagePack.length === 0
      ? ""
      : `${docComment(
          [
            `Encodes values as ${codeList(messagePack)}, for example \`encode\` of @msgpack/msgpack or \`pack\` of msgpackr. Without it, pass such bodies as bytes.`,
          ],
          "  ",
        )}  readonly encodeMessagePack?: ((value: unknown) => Uint8Array) | undefined;\n`;
  return presets.join("") + encoder;
}
