import { mediaKind } from "../model/body.ts";
import type { Model, Operation, Parameter } from "../model/model.ts";
import { propertyKey, sourceList, sourceLiteral } from "../names.ts";
import type { RuntimeName } from "../runtime-names.ts";
import { Imports, type ModulePaths } from "./imports.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/** `descriptors.ts`: what a call needs to know of each operation, one export each, so that a bundle has those it calls. */
export function emitDescriptors(model: Model, modules: ModulePaths): GeneratedFile {
  const imports = new Imports(model, modules);
  const constants = model.operations.map(
    (operation) =>
      `export const ${operation.localName} = {\n${fields(operation)}} as const satisfies OperationDescriptor;\n`,
  );
  for (const operation of model.operations) {
    imports.runtimeType("OperationDescriptor");
    for (const name of Object.values(functionsOf(operation))) imports.runtimeValue(name);
  }
  return {
    path: "descriptors.ts",
    text: `${headerLine(model)}\n${imports}
/** The API version of this client. */
export const API_VERSION = ${sourceLiteral(model.apiVersion)};
${constants.map((one) => `\n${one}`).join("")}`,
  };
}

/** `operation-table.ts`: all descriptors, for tools and for the client that has all methods. */
export function emitOperationTable(model: Model): GeneratedFile {
  const entries = model.operations.map(
    ({ id, localName }) => `  ${propertyKey(id)}: descriptors.${localName},\n`,
  );
  const imports = entries.length === 0 ? "" : `import * as descriptors from "./descriptors.js";\n\n`;
  return {
    path: "operation-table.ts",
    text: `${headerLine(model)}\n${imports}/** The operations of the API, keyed by \`operationId\`. */
export const operationTable = {\n${entries.join("")}} as const;

/** ID of an operation, which is the name of its function and method, and its key in {@link operationTable}. */
export type OperationId = keyof typeof operationTable;
`,
  };
}

/** Properties of the descriptor that not every operation has. */
function functionsOf({ parameters, body, result, paging }: Operation): Readonly<Record<string, RuntimeName>> {
  const kinds = new Set(body?.content.map(({ kind }) => kind));
  const writer =
    kinds.has("form") || kinds.has("multipart")
      ? "writeForm"
      : kinds.has("text")
        ? "writeText"
        : kinds.has("bytes")
          ? "writeBytes"
          : "writeJson";
  return {
    ...(parameters.some(({ style }) => style !== "default") && { writeQuery: "writeStyled" }),
    ...(body && { writeBody: writer }),
    ...(result.accept.some((mediaType) => mediaKind(mediaType) !== "json") && {
      readBody: "readTextOrBytes",
    }),
    ...(paging && { paginate: paging.continuationParameter === undefined ? "paginateByLink" : "paginate" }),
  };
}

function fields(operation: Operation): string {
  const lines = [
    `id: ${sourceLiteral(operation.id)}`,
    `method: ${sourceLiteral(operation.method)}`,
    `path: ${sourceLiteral(operation.path)}`,
  ];
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
  for (const [name, value] of Object.entries(functionsOf(operation))) lines.push(`${name}: ${value}`);
  return lines.map((line) => `  ${line},\n`).join("");
}

/** Only the location if the name in the request and the style are the defaults, otherwise a tuple. */
function parameterValue({ key, name, location, style }: Parameter): string {
  if (style !== "default") return sourceList([location, name, style]);
  return key === name ? sourceLiteral(location) : sourceList([location, name]);
}
