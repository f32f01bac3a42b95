import { type Model, usedPaging } from "../model/model.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/** `index.ts` of a version: the public list of the client package. */
export function emitClientIndex(model: Model): GeneratedFile {
  return {
    path: "index.ts",
    text: `${headerLine(model)}
export * from "./client.js";
export { API_VERSION, type OperationId, operationTable } from "./operations.js";
export type { BytesBody } from "./runtime/bytes-body.js";
export type { Middleware, RawClient } from "./runtime/openapi-fetch.js";
export type { OperationDescriptor, ParameterDescriptor, ParameterPlace, QueryStyle } from "./runtime/operation.js";
export type { CallOptions, ClientMiddleware, ClientOptions, FetchFunction, NoArguments } from "./runtime/options.js";
${usedPaging(model) === "none" ? "" : `export { type PagedResult, PagingError } from "./runtime/paging.js";\n`}export { InvalidPathParameterError } from "./runtime/path.js";
export type { AttemptEvent, RetryEvent, RetryPolicy } from "./runtime/retry.js";
export type { RequestSummary, ServiceErrorInit } from "./runtime/service-error.js";
`,
  };
}
