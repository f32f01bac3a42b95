import { usesPaging, type Model, type Operation } from "../model/model.ts";
import { Imports, type ModulePaths } from "./imports.ts";
import { operationComment, signature } from "./signatures.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/**
 * `operations.ts`: a function per operation. A program that calls one bundles its descriptor and the runtime, and nothing
 * of the others.
 */
export function emitOperations(model: Model, modules: ModulePaths): GeneratedFile {
  const { runtime } = modules;
  const imports = new Imports(model, modules);
  const functions = model.operations
    .map((operation) => `\n${functionOf(model, operation, imports)}`)
    .join("");
  return {
    path: "operations.ts",
    text: `${headerLine(model)}\n${imports}
export type * from "./arguments.js";
export * from "./context.js";
export type { BytesBody } from "${runtime}/body.js";
export type { LightRequest } from "${runtime}/light-request.js";
export type { FetchFunction, Middleware, MiddlewareCall, MiddlewareOptions } from "${runtime}/middleware.js";
export { fromOpenapiFetch, type OpenapiFetchMiddleware } from "${runtime}/openapi-fetch-middleware.js";
export type { CallOptions, NoArguments } from "${runtime}/options.js";
${usesPaging(model) ? `export { type PagedResult, PagingError } from "${runtime}/paging.js";\n` : ""}export { InvalidPathParameterError } from "${runtime}/path.js";
export type { AttemptEvent, RetryEvent, RetryPolicy } from "${runtime}/retry.js";
${functions}`,
  };
}

function functionOf(model: Model, operation: Operation, imports: Imports): string {
  const { id, localName, paging } = operation;
  const context = imports.type(model.names.context, "context");
  const descriptor = `${imports.namespace("descriptors", "descriptors")}.${localName}`;
  const perform = paging ? `${descriptor}.paginate` : imports.runtimeValue("call");
  const isExported = localName === id;
  return `${operationComment(model, operation, "function")}${isExported ? "export " : ""}function ${localName}(context: ${context}, ${signature(operation, imports)} {
  return ${perform}(context, ${descriptor}, args, options);
}
${isExported ? "" : `export { ${localName} as ${id} };\n`}`;
}
