import { usesPaging, type Model, type Operation } from "../model/model.ts";
import {
  argumentsName,
  argumentsParameter,
  hasArguments,
  operationComment,
  resultType,
  schemaImport,
} from "./signatures.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/**
 * `operations.ts`: a function per operation. A program that calls one bundles its descriptor and the runtime, and nothing
 * of the others.
 *
 * @param typesModule Where the types of this version are imported from.
 */
export function emitOperations(model: Model, typesModule: string): GeneratedFile {
  const { operations, client } = model;
  const context = `${client.name}Context`;
  const names = operations.filter((one) => hasArguments(one)).map((one) => argumentsName(one));
  const options = [
    ...(operations.length > 0 ? ["CallOptions"] : []),
    ...(operations.some((one) => !hasArguments(one)) ? ["NoArguments"] : []),
  ];
  const imports = [
    ...(names.length === 0
      ? []
      : [`import type { ${names.toSorted().join(", ")} } from "./arguments.js";\n`]),
    ...(operations.length === 0
      ? []
      : [
          `import type { ${context} } from "./context.js";\n`,
          `import * as descriptors from "./descriptors.js";\n`,
          ...(operations.every(({ paging }) => paging)
            ? []
            : [`import { call } from "./runtime/call.js";\n`]),
        ]),
    ...(options.length === 0 ? [] : [`import type { ${options.join(", ")} } from "./runtime/options.js";\n`]),
    ...(usesPaging(model) ? [`import type { PagedResult } from "./runtime/paging.js";\n`] : []),
    schemaImport(model, operations.map(resultType), typesModule),
  ];
  return {
    path: "operations.ts",
    text: `${headerLine(model)}\n${imports.join("")}
export type * from "./arguments.js";
export * from "./context.js";
export type { BytesBody } from "./runtime/body.js";
export type { LightRequest } from "./runtime/light-request.js";
export type { FetchFunction, Middleware, MiddlewareCall, MiddlewareOptions } from "./runtime/middleware.js";
export { fromOpenapiFetch, type OpenapiFetchMiddleware } from "./runtime/openapi-fetch-middleware.js";
export type { CallOptions, NoArguments } from "./runtime/options.js";
${usesPaging(model) ? `export { type PagedResult, PagingError } from "./runtime/paging.js";\n` : ""}export { InvalidPathParameterError } from "./runtime/path.js";
export type { AttemptEvent, RetryEvent, RetryPolicy } from "./runtime/retry.js";
${operations.map((operation) => `\n${functionOf(model, operation, context)}`).join("")}`,
  };
}

function functionOf(model: Model, operation: Operation, context: string): string {
  const { id, localName, paging } = operation;
  const descriptor = `descriptors.${localName}`;
  const perform = paging ? `${descriptor}.paginate` : "call";
  const isExported = localName === id;
  return `${operationComment(model, operation, "function")}${isExported ? "export " : ""}function ${localName}(context: ${context}, ${argumentsParameter(operation)}, options?: CallOptions): ${resultType(operation)} {
  return ${perform}(context, ${descriptor}, args, options);
}
${isExported ? "" : `export { ${localName} as ${id} };\n`}`;
}
