import type { Body, Model, Operation, Parameter } from "../model/model.ts";
import { propertyKey, sourceLiteral } from "../names.ts";
import { Imports, type ModulePaths } from "./imports.ts";
import { printType } from "./print-type.ts";
import { hasArguments, scopeOf } from "./signatures.ts";
import { type GeneratedFile, docComment, docText, headerLine } from "./source-text.ts";

/** `arguments.ts`: the flat argument object of each operation, without the scope and whole. */
export function emitArguments(model: Model, modules: ModulePaths): GeneratedFile {
  const imports = new Imports(model, modules);
  const parts = model.operations
    .filter((operation) => hasArguments(operation))
    .map((operation) => argumentsTypes(operation, scopeOf(operation, model.client.scope), imports));
  const head = imports.toString();
  return {
    path: "arguments.ts",
    text: `${headerLine(model)}\n${head && `${head}\n`}${parts.length === 0 ? "export {};\n" : parts.join("\n")}`,
  };
}

function argumentsTypes(operation: Operation, scope: Parameter | undefined, imports: Imports): string {
  const { argumentsName, scopedArgumentsName, body } = operation;
  const doc = docComment([`Arguments of \`${operation.id}\`.`]);
  const property = (parameter: Parameter) => parameterProperty(parameter, imports);
  const properties = operation.parameters
    .filter((parameter) => parameter !== scope)
    .map(property)
    .join("");
  const variants = body === undefined ? [""] : bodyVariants(body, imports);
  const declare = (name: string, members: string) =>
    variants.length === 1
      ? `${doc}export interface ${name} {\n${members}${variants[0]}}\n`
      : `${doc}export type ${name} =\n${variants.map((variant) => `  | {\n${indent(members + variant)}    }`).join("\n")};\n`;
  if (scope === undefined) return declare(argumentsName, properties);
  if (scopedArgumentsName === undefined || !hasArguments(operation, scope.key))
    return declare(argumentsName, property(scope));
  const whole =
    variants.length === 1
      ? `interface ${argumentsName} extends ${scopedArgumentsName}`
      : `type ${argumentsName} = ${scopedArgumentsName} &`;
  return `${declare(scopedArgumentsName, properties)}\n${doc}export ${whole} {\n${property(scope)}}${variants.length === 1 ? "" : ";"}\n`;
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "    ");
}

function parameterProperty(
  { key, type, required, description, deprecated }: Parameter,
  imports: Imports,
): string {
  const doc = docComment([docText(description), deprecated ? "@deprecated" : undefined], "  ");
  const printed = printType(type, imports);
  return required
    ? `${doc}  readonly ${propertyKey(key)}: ${printed};\n`
    : `${doc}  readonly ${propertyKey(key)}?: ${printed} | undefined;\n`;
}

/** One variant for each type that a body may have; media types of the same type share one. */
function bodyVariants(body: Body, imports: Imports): string[] {
  const first = body.content[0];
  const byType = Map.groupBy(
    body.content.flatMap((content) =>
      content.valueType === undefined
        ? content
        : [{ ...content, type: content.valueType, isEncoded: true }, content],
    ),
    ({ type }) => printType(type, imports),
  );
  const optional = body.required ? "" : "?";
  const orUndefined = body.required ? "" : " | undefined";
  const variants = [...byType].map(([type, content]) => {
    const doc = docComment([docText(body.description)], "  ");
    const mediaTypes = content.map(({ mediaType }) => sourceLiteral(mediaType)).join(" | ");
    const mayOmit = content.some((media) => media === first);
    const notes = [
      ...(mayOmit ? [`default: \`${first?.mediaType}\``] : []),
      ...content.flatMap((media) =>
        "isEncoded" in media
          ? [`\`${media.mediaType}\` requires the client option \`encodeMessagePack\``]
          : [],
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
  // Of a call that fits none, TypeScript says what it lacks of the last.
  return variants.toReversed();
}
