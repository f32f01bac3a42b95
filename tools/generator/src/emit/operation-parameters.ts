import type { JsonObject } from "../json.ts";
import type { Route } from "../model/routes.ts";
import { named, simpleType } from "../model/type.ts";
import { propertyKey, sourceLiteral } from "../names.ts";
import { type TypeNames, printType } from "./print-type.ts";
import { type GeneratedFile, docComment } from "./source-text.ts";

/**
 * `operation-parameters.ts`: the types of what the handler of each operation gets, over all versions. A parameter is
 * required if every version that has the operation requires it.
 *
 * @param versions The routes of each version, the oldest first.
 * @param apiVersionParameter The query parameter that chooses the version, which no handler needs.
 */
export function emitOperationParameters(
  header: string,
  versions: readonly (readonly Route[])[],
  apiVersionParameter: string | undefined,
): GeneratedFile {
  const operations = [...Map.groupBy(versions.flat(), ({ operationId }) => operationId)];
  const parameters = operations.map(
    ([id, routes]) => `  readonly ${propertyKey(id)}: ${parametersType(routes, apiVersionParameter)};\n`,
  );
  const bodies = operations
    .filter(([, routes]) => routes.some(({ body }) => body !== undefined))
    .map(([id, routes]) => `  readonly ${propertyKey(id)}: ${bodyType(routes)};\n`);
  return {
    path: "operation-parameters.ts",
    text: `${header}
${docComment(["Path, query and header parameters of each operation, by their names in the document."])}export interface OperationParameters {
${parameters.join("")}}

${docComment(["Media types of the body of each operation that has one; includes `undefined` if the body is optional."])}export interface OperationBodies {
${bodies.join("")}}
`,
  };
}

function parametersType(routes: readonly Route[], apiVersionParameter: string | undefined): string {
  const declared = routes
    .flatMap(({ parameters }) => parameters)
    .filter((parameter) => parameter.in !== "query" || parameter.name !== apiVersionParameter);
  const properties = [...Map.groupBy(declared, ({ name }) => name)].map(([name, declarations]) => {
    const isRequired = declarations.length >= routes.length && declarations.every(({ required }) => required);
    const type = [...new Set(declarations.map(({ schema }) => valueType(schema)))].join(" | ");
    return `    readonly ${propertyKey(name)}${isRequired ? "" : "?"}: ${type}${isRequired ? "" : " | undefined"};\n`;
  });
  return properties.length === 0 ? "{}" : `{\n${properties.join("")}  }`;
}

/** The schemas of routes have no references, so their types import nothing. */
const names: TypeNames = { schema: (name) => name, paths: () => "never", bytesBody: () => "Uint8Array" };

function valueType(schema: JsonObject): string {
  return printType(simpleType(schema) ?? named("unknown"), names);
}

function bodyType(routes: readonly Route[]): string {
  const mediaTypes = new Set(routes.flatMap(({ body }) => Object.keys(body?.content ?? {})));
  const isRequired = routes.every(({ body }) => body?.required === true);
  return [...[...mediaTypes].map(sourceLiteral), ...(isRequired ? [] : ["undefined"])].join(" | ");
}
