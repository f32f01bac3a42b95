import type { Model, Operation, Parameter } from "../model/model.ts";
import { propertyKey, sourceList, sourceLiteral } from "../names.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/** `operations.ts`: what a call needs to know of each operation, as data. */
export function emitOperations(model: Model): GeneratedFile {
  const entries = model.operations.map(
    (operation) => `  ${propertyKey(operation.id)}: {\n${fields(operation)}  },\n`,
  );
  return {
    path: "operations.ts",
    text:
      `${headerLine(model)}\nimport type { OperationDescriptor } from "./runtime/operation.js";\n\n` +
      `/** The version of the API that this client speaks. */\nexport const API_VERSION = ${sourceLiteral(model.apiVersion)};\n\n` +
      `/** Every operation of the document, keyed by its \`operationId\`. */\n` +
      `export const operationTable = {\n${entries.join("")}} as const satisfies Record<string, OperationDescriptor>;\n\n` +
      `/** The name of an operation: a method of the client and a key of {@link operationTable}. */\n` +
      `export type OperationId = keyof typeof operationTable;\n`,
  };
}

function fields(operation: Operation): string {
  const lines = [`method: ${sourceLiteral(operation.method)}`, `path: ${sourceLiteral(operation.path)}`];
  if (operation.parameters.length > 0) {
    const entries = operation.parameters.map((one) => `${propertyKey(one.key)}: ${parameterValue(one)}`);
    lines.push(`parameters: { ${entries.join(", ")} }`);
  }
  if (operation.body) {
    lines.push(`body: ${sourceList(operation.body.content.map(({ mediaType }) => mediaType))}`);
    if (operation.body.key !== "body") lines.push(`bodyKey: ${sourceLiteral(operation.body.key)}`);
    if (!operation.body.required) lines.push("bodyOptional: true");
  }
  lines.push(`result: ${sourceLiteral(operation.result.kind)}`);
  const accept = operation.result.accept.join(", ");
  if (accept !== "" && accept !== "application/json") lines.push(`accept: ${sourceLiteral(accept)}`);
  lines.push(`retry: ${sourceLiteral(operation.retry)}`);
  if (operation.secured) lines.push("secured: true");
  const codes = [...operation.existenceCodes, ...operation.absenceCodes];
  if (codes.length > 0) lines.push(`absence: ${sourceList(codes)}`);
  if (operation.paging) {
    const { itemsKey, nextLinkKey, continuationParameter, limitParameter } = operation.paging;
    const paging = {
      items: itemsKey,
      nextLink: nextLinkKey,
      continuation: continuationParameter,
      limit: limitParameter,
    };
    lines.push(
      `paging: { ${Object.entries(paging)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}: ${sourceLiteral(value ?? "")}`)
        .join(", ")} }`,
    );
  }
  return lines.map((line) => `    ${line},\n`).join("");
}

/** The location alone where wire name and style are the usual ones, a tuple otherwise. */
function parameterValue({ key, name, location, style }: Parameter): string {
  if (style !== "default") return sourceList([location, name, style]);
  return key === name ? sourceLiteral(location) : sourceList([location, name]);
}
