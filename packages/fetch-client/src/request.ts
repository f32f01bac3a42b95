import { type RequestBody, argumentError } from "./body.js";
import type { ClientContext } from "./context.js";
import { mergeHeaders } from "./headers.js";
import type { OperationDescriptor, ParameterPlace, QueryStyle } from "./operation.js";
import { expandPath } from "./path.js";
import { encodeForm } from "./query.js";

/** The flat argument object of an operation. */
export type Arguments = Readonly<Record<string, unknown>>;

/** The request of a call, the same for all its attempts. */
export interface RequestParts {
  url: string;
  /** Keyed by lower-case name. */
  readonly headers: Record<string, string>;
  readonly body: RequestBody | undefined;
  /** The path and query arguments by their names in the document, for middleware. */
  readonly params: {
    readonly path: Record<string, unknown>;
    readonly query: Record<string, unknown>;
  };
}

/**
 * Distributes flat arguments to the parts of a request.
 *
 * @throws {InvalidPathParameterError}
 * @throws {TypeError} If the body is missing, cannot be serialized, or has a media type that the operation does not accept.
 */
export function toRequestParts(
  context: ClientContext,
  operation: OperationDescriptor,
  given: Arguments,
  callHeaders: Readonly<Record<string, string>> | undefined,
): RequestParts {
  const { parameters, writeQuery = encodeForm, accept, writeBody } = operation;
  // Without a prototype: a parameter may be called `constructor`.
  const args: Arguments = { __proto__: null, ...given } as Arguments;
  const path: Record<string, unknown> = {};
  const query: Record<string, unknown> = {};
  const headers: Record<string, string> = accept === undefined ? {} : { accept };
  let { search } = context;
  for (const key in parameters) {
    const [place, name = key, style] = [parameters[key]].flat() as [ParameterPlace, string?, QueryStyle?];
    const value = args[key] ?? context.preset[key];
    if (place === "path") path[name] = value;
    else if (value !== undefined && value !== null) {
      if (place === "query") {
        query[name] = value;
        const pairs = writeQuery(name, value, style);
        if (pairs) search += (search && "&") + pairs;
      } else headers[name] = String(value);
    }
  }
  const body = writeBody && serializeBody(context, operation, args, headers);
  const route = expandPath(operation.path, path, context.toPathText);
  return {
    url: context.baseUrl + route + (search && `?${search}`),
    headers: mergeHeaders(context.headers, headers, callHeaders),
    body,
    params: { path, query },
  };
}

function serializeBody(
  context: ClientContext,
  operation: OperationDescriptor,
  args: Arguments,
  headers: Record<string, string>,
): RequestBody | undefined {
  const { body: mediaTypes = [], bodyKey = "body", bodyOptional, writeBody } = operation;
  const value = args[bodyKey];
  if (value === undefined) {
    if (bodyOptional) return undefined;
    throw argumentError(operation, `the argument "${bodyKey}" is missing`);
  }
  const contentType = (args.contentType ?? mediaTypes[0]) as string;
  if (!mediaTypes.includes(contentType)) {
    throw argumentError(operation, `contentType must be one of ${mediaTypes.join(", ")}, not ${contentType}`);
  }
  headers["content-type"] = contentType;
  return writeBody?.(value, headers, operation, context);
}
