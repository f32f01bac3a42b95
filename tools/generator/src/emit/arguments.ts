import type { Body, Model, Operation, Parameter } from "../model/model.ts";
import { propertyKey, sourceLiteral } from "../names.ts";
import { argumentsName, hasArguments, schemaImport, scopeOf } from "./signatures.ts";
import { type GeneratedFile, docComment, docText, headerLine } from "./source-text.ts";

/**
 * `arguments.ts`: the flat argument object of each operation, whole and without the scope.
 *
 * @param typesModule Where the types of this version are imported from.
 */
export function emitArguments(model: Model, typesModule: string): GeneratedFile {
  const { scope } = model.client;
  const parts = model.operations.flatMap((operation) => {
    const scopeParameter = scope === undefined ? undefined : scopeOf(operation, scope);
    const rest = operation.parameters.filter((one) => one !== scopeParameter);
    return [
      ...(scopeParameter !== undefined && hasArguments(operation, scope)
        ? [argumentsType(argumentsName(operation, scope), operation, rest)]
        : []),
      ...(hasArguments(operation)
        ? [argumentsType(argumentsName(operation), operation, operation.parameters)]
        : []),
    ];
  });
  const types = model.operations.flatMap(({ parameters, body }) => [
    ...parameters.map(({ type }) => type),
    ...(body?.content.map(({ type }) => type) ?? []),
  ]);
  const imports =
    (types.includes("BytesBody") ? `import type { BytesBody } from "./runtime/body.js";\n` : "") +
    schemaImport(model, types, typesModule);
  return {
    path: "arguments.ts",
    text: `${headerLine(model)}\n${imports && `${imports}\n`}${parts.length === 0 ? "export {};\n" : parts.join("\n")}`,
  };
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
  const variants = [...byType].map(([type, content]) => {
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
  // Of a call that fits none, TypeScript says what it lacks of the last.
  return variants.toReversed();
}
