import { type Model, usesPaging } from "../model/model.ts";
import type { ModulePaths } from "./imports.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/** `index.ts` of a version: the public list of the client package. */
export function emitClientIndex(model: Model, { runtime }: ModulePaths): GeneratedFile {
  return {
    path: "index.ts",
    text: `${headerLine(model)}
export type * from "./arguments.js";
export * from "./client.js";
export * from "./context.js";
export { API_VERSION } from "./descriptors.js";
export { type OperationId, operationTable } from "./operation-table.js";
export type { BytesBody } from "${runtime}/body.js";
export type { LightRequest } from "${runtime}/light-request.js";
export type { FetchFunction, Middleware, MiddlewareCall, MiddlewareOptions } from "${runtime}/middleware.js";
export { fromOpenapiFetch, type OpenapiFetchMiddleware } from "${runtime}/openapi-fetch-middleware.js";
export type { OperationDescriptor, ParameterDescriptor, ParameterPlace, QueryStyle } from "${runtime}/operation.js";
export type { CallOptions, ClientOptions, NoArguments } from "${runtime}/options.js";
${usesPaging(model) ? `export { type PagedResult, PagingError } from "${runtime}/paging.js";\n` : ""}export { InvalidPathParameterError } from "${runtime}/path.js";
export type { AttemptEvent, RetryEvent, RetryPolicy } from "${runtime}/retry.js";
export type { RequestSummary, ServiceErrorInit } from "${runtime}/service-error.js";
`,
  };
}
